import type { ParsedLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import type { FactGrammar } from "./grammar.ts";

/** The text between two offsets, in the form in which two versions of code are compared. */
export type NormalText = (start: number, end: number) => string;

type Piece = { start: number; end: number; isComment: boolean };

/**
 * Folds white space and drops comments, but leaves strings as they are: blanks remain only where they part two words or stand
 * around an operator, so that a line break or a trailing comma changes nothing.
 */
export function normalText(
  nodes: readonly SgNode[],
  language: ParsedLanguage,
  grammar: FactGrammar,
  text: string,
): NormalText {
  const kinds = [...grammar.comments, ...grammar.strings];
  const pieces: Piece[] = [];
  for (const root of nodes) {
    for (const node of findKnown(root, language, "literals", kinds)) {
      const { start, end } = node.range();
      // A template may hold strings: the outermost counts.
      if ((pieces.at(-1)?.end ?? -1) > start.index) continue;
      pieces.push({ start: start.index, end: end.index, isComment: grammar.comments.has(String(node.kind())) });
    }
  }
  return (start, end) => {
    let result = "";
    let at = start;
    for (let index = firstAfter(pieces, start); index < pieces.length; index++) {
      const piece = pieces[index];
      if (!piece || piece.start >= end) break;
      result = join(result, foldCode(text.slice(at, piece.start)));
      if (piece.isComment) result = join(result, " ");
      else result += text.slice(piece.start, Math.min(piece.end, end));
      at = piece.end;
    }
    return tidy(join(result, foldCode(text.slice(at, end))));
  };
}

// Kinds that a grammar lacks make the native search throw, so they are sorted out once a language.
const KNOWN = new Map<string, { kind: string }[]>();

/** All nodes of these kinds, in source order; `purpose` names the list, which is always the same for a language. */
function findKnown(root: SgNode, language: ParsedLanguage, purpose: string, kinds: readonly string[]): SgNode[] {
  const key = `${language} ${purpose}`;
  let rules = KNOWN.get(key);
  if (!rules) KNOWN.set(key, (rules = kinds.filter((kind) => isKnown(root, kind)).map((kind) => ({ kind }))));
  return rules.length > 0 ? root.findAll({ rule: { any: rules } }) : [];
}

function isKnown(root: SgNode, kind: string): boolean {
  try {
    root.matches({ rule: { kind } });
    return true;
  } catch {
    return false;
  }
}

function firstAfter(pieces: readonly Piece[], start: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function foldCode(code: string): string {
  return code
    .replaceAll(/\\\r?\n/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/([([{]) /g, "$1")
    .replaceAll(/, ([)\]}])/g, "$1")
    .replaceAll(/ ([)\]}])/g, "$1")
    .replaceAll(/ ?,(?![)\]}]) ?/g, ", ")
    .replaceAll(/ ?(\?\.|\.(?!\.)) ?(?=[A-Za-z_$])/g, "$1");
}

function join(left: string, right: string): string {
  if (/[ ([{]$/.test(left) && right.startsWith(" ")) return left + right.slice(1);
  if (!left.endsWith(" ") || !/^[)\]},;]/.test(right)) return left + right;
  // A comment stood between a final comma and the bracket.
  return left.replace(/^[)\]}]/.test(right) ? /,? $/ : / $/, "") + right;
}

function tidy(text: string): string {
  return text.replace(/^ /, "").replace(/[ ;]+$/, "");
}

/**
 * The same, with the bodies of functions and classes inside the stretch left out as `{…}`: what they do is compared by itself,
 * so a call with a callback stays the same call when only the callback changes.
 */
export function withoutBodies(
  nodes: readonly SgNode[],
  language: ParsedLanguage,
  grammar: FactGrammar,
  normal: NormalText,
): NormalText {
  const bodies = bodiesIn(nodes, language, grammar);
  return (start, end) => {
    let result = "";
    let at = start;
    for (let index = firstAfter(bodies, start + 1); index < bodies.length; index++) {
      const body = bodies[index];
      if (!body || body.start >= end) break;
      if (body.start < at || body.end > end) continue;
      result += `${normal(at, body.start)} {…}`;
      at = body.end;
    }
    return at === start ? normal(start, end) : tidy(result + normal(at, end));
  };
}

function bodiesIn(nodes: readonly SgNode[], language: ParsedLanguage, grammar: FactGrammar): Piece[] {
  const kinds = [...grammar.functions, ...grammar.classes, "class_body"];
  const bodies: Piece[] = [];
  for (const node of nodes) {
    for (const found of findKnown(node, language, "bodies", kinds)) {
      const body = found.kind() === "class_body" ? found : found.field("body");
      if (!body || !/block|compound_statement|class_body|declaration_list/.test(String(body.kind()))) continue;
      const { start, end } = body.range();
      bodies.push({ start: start.index, end: end.index, isComment: false });
    }
  }
  return bodies.sort((a, b) => a.start - b.start);
}
