import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});

/** C: OpenSSL's methods of one version become the one that negotiates, and names of old versions those of TLS 1.2. */
export const protocolVersion: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["TLS_method", "TLS_client_method", "TLS_server_method", "CURL_SSLVERSION_TLSv1_2", "tlsv12"],
    fix({ match }) {
      const version = match.getMatch("VERSION");
      const text = version
        ?.text()
        .replace(/^(?:SSLv[23]|TLSv1(?:_1)?)_((?:client_|server_)?method)$/, "TLS_$1")
        .replace(/^CURL_SSLVERSION_\w+$/, "CURL_SSLVERSION_TLSv1_2")
        .replace(/::(?:sslv[23]|tlsv11?)((?:_client|_server)?)$/, "::tlsv12$1");
      if (!version || text === undefined) return undefined;
      const { start, end } = version.range();
      return { edits: [{ start: start.index, end: end.index, text }] };
    },
  };
};
