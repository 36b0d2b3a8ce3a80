import { QdrantClient } from "@qdrant/js-client-rest";
import { UserError } from "../../core/errors.ts";

export type QdrantOptions = {
  /** `https://db.example.com`, with `:port` unless it is 6333; a path becomes the prefix of all requests. */
  url: string;
  apiKey?: string;
  /** Name of the alias, and first part of the collection's name. */
  collection?: string;
};

/** `place` is for people; `connect` makes a client whose calls end after so long. */
export function connectionTo({ url, apiKey }: QdrantOptions): {
  place: string;
  connect: (timeoutMs: number) => QdrantClient;
} {
  const address = URL.parse(url);
  if (!address || !/^https?:$/.test(address.protocol))
    throw new UserError("the knowledge store's address is not an http(s) URL");
  // `URL` drops a scheme's own port, and the client then takes 6333: what was written counts.
  const written = /^https?:\/\/[^/]*:(\d{1,5})(?:\/|$)/.exec(url)?.[1];
  const prefix = address.pathname.replace(/\/+$/, "");
  return {
    place: `qdrant at ${address.host}`,
    connect: (timeoutMs) =>
      new QdrantClient({
        host: address.hostname,
        https: address.protocol === "https:",
        port: written === undefined ? 6333 : Number(written),
        ...(prefix !== "" && { prefix }),
        timeout: timeoutMs,
        // As a header of our own: the client prints to the console when it is given a key for plain http.
        ...(apiKey !== undefined && { headers: { "api-key": apiKey } }),
        checkCompatibility: false,
      }),
  };
}
