import type { Diagnostic, Source } from "../../../core/analysis.ts";
import { spanOf } from "../../../core/text.ts";

/** @see https://docs.docker.com/reference/dockerfile/ */
const INSTRUCTIONS: ReadonlySet<string> = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

/** Problems of syntax in YAML and Dockerfiles; undefined for anything else. */
export async function documentDiagnosticsOf({ language, text }: Source): Promise<Diagnostic[] | undefined> {
  if (language === "yaml") {
    const { parseDocument } = await import("yaml");
    return parseDocument(text, { logLevel: "silent", prettyErrors: false }).errors.map(
      ({ code, pos: [start, end] }) => ({
        kind: "syntax",
        message: code.toLowerCase().replaceAll("_", " "),
        span: spanOf(text, start, Math.min(end, text.length)),
        by: "yaml",
      }),
    );
  }
  if (language !== "dockerfile") return undefined;
  const { readDockerfile } = await import("./dockerfile/read-dockerfile.ts");
  return readDockerfile(text)
    .instructions.filter(({ keyword }) => !INSTRUCTIONS.has(keyword))
    .map(({ keyword, start }) => ({
      kind: "syntax",
      message: "unknown instruction",
      span: spanOf(text, start, start + keyword.length),
      by: "dockerfile",
    }));
}
