import { PositionEncoding, Workspace, type Diagnostic as RuffDiagnostic } from "@astral-sh/ruff-wasm-nodejs";
import type { Diagnostic } from "../../../core/analysis.ts";
import { lineStarts, spanOf } from "../../../core/text.ts";

const MAX_DIAGNOSTICS = 500;
const MAX_MESSAGE_LENGTH = 200;

/** Ruff's codes, by our kinds. @see https://docs.astral.sh/ruff/rules/ */
const CODES: [Diagnostic["kind"], string][] = [
  ["syntax", "F404 F621 F622 F701 F702 F704 F706 F707 PLE0115 PLE0116 PLE0117 PLE0118 PLE1142"],
  ["unbound", "F821 F822 F823"],
  ["unused", "F401 F841"],
  ["redeclared", "F811"],
  ["type", "F501 F502 F503 F504 F505 F506 F507 F508 F509 F521 F522 F523 F524 F525 F632"],
];

const KIND_BY_CODE = new Map(CODES.flatMap(([kind, codes]) => codes.split(" ").map((code) => [code, kind])));

let workspace: Workspace | undefined;
const open = (): Workspace =>
  (workspace ??= new Workspace(
    { "target-version": "py314", lint: { select: [...KIND_BY_CODE.keys()], "dummy-variable-rgx": "^_" } },
    PositionEncoding.Utf16,
  ));

/** What Python's compiler refuses, and names that are unbound, unused or bound twice. */
export function ruffDiagnostics(text: string): Diagnostic[] {
  const starts = lineStarts(text);
  const ruffStarts = ruffLineStarts(text);
  const offsetOf = ({ row, column }: { row: number; column: number }): number =>
    Math.min((ruffStarts[row - 1] ?? text.length) + column - 1, text.length);
  const found: RuffDiagnostic[] = open().check(withoutMarkers(text));
  return found.slice(0, MAX_DIAGNOSTICS).map((each) => {
    const start = offsetOf(each.start_location);
    return {
      kind: KIND_BY_CODE.get(each.code ?? "") ?? "syntax",
      // Without line numbers, which a change further up would make another message.
      message: each.message.replace(/ from line \d{1,9}.*/s, "").slice(0, MAX_MESSAGE_LENGTH),
      span: spanOf(text, start, Math.max(start, offsetOf(each.end_location)), starts),
      by: "ruff",
    };
  });
}

/**
 * The text with every `noqa` and `# ruff:` misspelt, in the same length: a comment in the code under
 * review must not silence the reviewer. A name that contains the word is misspelt in all its places, so binding holds.
 */
function withoutMarkers(text: string): string {
  return text.replace(/noqa/gi, "n0qa").replace(/#([ \t]*)ruff(?=[ \t]*:)/gi, "#$1rvff");
}

/** Ruff also ends a line at a lone CR, as Python does; ours end at LF only. */
function ruffLineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((ending) => ending.index + ending[0].length)];
}
