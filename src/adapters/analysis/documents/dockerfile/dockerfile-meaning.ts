import type { DocumentMeaning } from "../../../../core/analysis.ts";
import { readDockerfile } from "./read-dockerfile.ts";

/** Options that switch the look at a certificate off: a file with and without them says the same otherwise. */
const UNVERIFYING = /(?<=\s)(?:-k|--insecure|--no-check-certificate)(?=\s|$)/g;

/** What a Dockerfile says, an instruction a line, without the ends of lines that go on and without those options. */
export function dockerfileMeaning(text: string): DocumentMeaning {
  const { instructions } = readDockerfile(text);
  return {
    parts: instructions.map(({ keyword }) => keyword),
    says: instructions.map(
      ({ keyword, arguments: given }) =>
        `${keyword} ${given
          .replaceAll(/[\\`]\r?\n/g, " ")
          .replaceAll(UNVERIFYING, "")
          .replaceAll(/\s+/g, " ")
          .trim()}`,
    ),
  };
}
