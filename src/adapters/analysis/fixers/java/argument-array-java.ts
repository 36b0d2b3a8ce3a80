import { z } from "zod";
import type { Fixer } from "../fixer.ts";
import type { Piece } from "../python-pieces.ts";
import { shellWords } from "../shell-words.ts";
import { piecesOf } from "../text-part.ts";
import { textPartsJava } from "./text-parts-java.ts";

const Options = z.strictObject({});

/** `exec("ping " + host)` → `exec(new String[] {"ping", host})`, and the words instead of `"sh", "-c", text` of a ProcessBuilder. */
export function argumentArrayJava(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["String"],
    fix({ match }) {
      const command = match.getMatch("COMMAND");
      const parts = command && textPartsJava(command);
      const words = parts && shellWords(piecesOf(parts));
      if (!words) return undefined;
      const list = words.map(wordText).join(", ");
      const end = command.range().end.index;
      if (match.is("method_invocation")) {
        return { edits: [{ start: command.range().start.index, end, text: `new String[] {${list}}` }] };
      }
      const given = match.field("arguments")?.namedChildren() ?? [];
      const [shell, option] = given;
      if (given.length !== 3 || !shell?.is("string_literal") || !/^"(?:-c|\/c)"$/i.test(option?.text() ?? ""))
        return undefined;
      return { edits: [{ start: shell.range().start.index, end, text: list }] };
    },
  };
}

function wordText(word: readonly Piece[]): string {
  const texts: string[] = [];
  for (const piece of word) {
    const last = texts.at(-1);
    if (piece.kind === "value") texts.push(piece.text);
    else if (last?.startsWith('"')) texts[texts.length - 1] = `${last.slice(0, -1)}${piece.text}"`;
    else texts.push(`"${piece.text}"`);
  }
  return texts.join(" + ");
}
