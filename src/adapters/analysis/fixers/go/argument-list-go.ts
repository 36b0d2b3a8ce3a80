import { z } from "zod";
import type { Fixer } from "../fixer.ts";
import type { Piece } from "../python-pieces.ts";
import { shellWords } from "../shell-words.ts";
import { piecesOf } from "../text-part.ts";
import { markOfGo, textPartsGo } from "./text-parts-go.ts";
import { unneededImport } from "./unneeded-import.ts";

const Options = z.strictObject({});

/** `exec.Command("sh", "-c", text)` → the program and its arguments; undefined where only a shell can run the text. */
export function argumentListGo(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: [],
    fix({ match, root, source }) {
      const command = match.getMatch("COMMAND");
      const parts = command && textPartsGo(command);
      const words = parts && markOfGo(command) && shellWords(piecesOf(parts));
      if (!words || parts.some((part) => part.fixed === undefined && part.verb !== undefined && part.verb !== "s"))
        return undefined;
      const given = match.field("arguments")?.namedChildren() ?? [];
      const shell = given.at(-3);
      if (!shell || !String(shell.kind()).endsWith("string_literal")) return undefined;
      const edit = {
        start: shell.range().start.index,
        end: command.range().end.index,
        text: words.map(wordText).join(", "),
      };
      return { edits: [edit, ...unneededImport(root, source.text, "fmt", [edit])] };
    },
  };
}

function wordText(word: readonly Piece[]): string {
  const texts: string[] = [];
  let literal = "";
  for (const piece of word) {
    if (piece.kind === "text") literal += piece.text;
    else {
      if (literal) texts.push(`"${literal}"`);
      literal = "";
      texts.push(piece.text);
    }
  }
  if (literal || texts.length === 0) texts.push(`"${literal}"`);
  return texts.join("+");
}
