import { Refusal } from "../frame/refusal.ts";

/** A task list with the first box that stands on a line with `words` turned over. @throws Refusal when there is none */
export function tickBox(body: string, words: string): string {
  let turned = false;
  const lines = body.split("\n").map((line) => {
    const box =
      turned || !line.includes(words) ? null : /^(\s*(?:>\s*)*(?:[-*+]|\d+[.)])\s+)\[([ xX])\](\s[^]*)$/.exec(line);
    if (!box) return line;
    turned = true;
    return `${box[1]}[${box[2] === " " ? "x" : " "}]${box[3]}`;
  });
  if (!turned) throw new Refusal(422, `There is no box with the words "${words}".`);
  return lines.join("\n");
}
