import { linesOf } from "../text.ts";
import { failed, passed, type Look, type Verdict } from "./check-types.ts";

/** Line ends, byte order mark and the end of the file stay in the file's own manner. */
export function formKept({ input }: Look): Verdict {
  const { head } = input.file;
  const { text } = input.version;
  if (head.startsWith("\ufeff") !== text.startsWith("\ufeff")) return failed("the byte order mark was added or lost");
  if (head.endsWith("\n") !== text.endsWith("\n"))
    return failed("the line end at the end of the file was added or lost");
  const ends = (content: string): Set<string> =>
    new Set(linesOf(content).flatMap((line) => (line.endsWith("\r\n") ? ["CRLF"] : line.endsWith("\n") ? ["LF"] : [])));
  const old = ends(head);
  const strange = [...ends(text)].find((end) => old.size > 0 && !old.has(end));
  return strange
    ? failed(`lines end in ${strange}, which the file doesn't use`)
    : passed("line ends, byte order mark and end of file kept");
}
