import type { SgNode } from "../parse.ts";
import type { TextPart } from "./text-part.ts";

/** A SQL text with its values taken out: pieces between the placeholders, and what each placeholder stands for. */
export type BoundSql = { pieces: string[]; values: BoundValue[] };
/** A value with the constant characters around it inside the same SQL literal: `'%${name}%'`. */
export type BoundValue = { before: string; value: SgNode; after: string; verb?: string };

/** A value may stand after an operator, as an element of VALUES or IN, and as a limit; names of tables and columns may not. */
const VALUE_PLACE =
  /(?:[=<>]|\blike|\blimit|\boffset|\bbetween|\bbetween\s+\S+\s+and|\bvalues\s*\([^()]*[,(]|\bin\s*\((?:[^()]*,)|[=<>]\s*\()\s*$/i;

/**
 * Takes the values out of a SQL text, with the quotation marks around them.
 *
 * @returns undefined when one stands where no placeholder may, or shares its literal with another value.
 */
export function bindSql(parts: readonly TextPart[]): BoundSql | undefined {
  const pieces = [""];
  const values: BoundValue[] = [];
  let open: { before: string; value?: SgNode; verb?: string; after: string } | undefined;
  for (const part of parts) {
    if (part.fixed === undefined) {
      if (open?.value) return undefined;
      if (open) Object.assign(open, { value: part.value, ...verbOf(part) });
      else {
        if (!VALUE_PLACE.test(soFar(pieces))) return undefined;
        values.push({ before: "", value: part.value, after: "", ...verbOf(part) });
        pieces.push("");
      }
      continue;
    }
    if (!open && values.length > 0 && pieces.at(-1) === "" && /^[\w.`"(]/.test(part.fixed)) return undefined;
    for (const token of part.fixed.match(/\\[\s\S]|'|[^\\']+/g) ?? []) {
      const mark = token === "'" || token === "\\'";
      if (!mark) {
        if (!open) append(pieces, token);
        else if (open.value) open.after += token;
        else open.before += token;
      } else if (!open) open = { before: "", after: "" };
      else {
        if (open.value) {
          if (!VALUE_PLACE.test(soFar(pieces))) return undefined;
          values.push({ before: open.before, value: open.value, after: open.after, ...verbOf(open) });
          pieces.push("");
        } else append(pieces, `${token}${open.before}${token}`);
        open = undefined;
      }
    }
  }
  return open || values.length === 0 ? undefined : { pieces, values };
}

function verbOf({ verb }: { verb?: string }): { verb?: string } {
  return verb === undefined ? {} : { verb };
}

function append(pieces: string[], text: string): void {
  pieces[pieces.length - 1] += text;
}

/** Placeholders of earlier values count as one word. */
function soFar(pieces: readonly string[]): string {
  return pieces.join("?");
}
