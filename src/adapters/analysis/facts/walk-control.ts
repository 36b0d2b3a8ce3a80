import { spanOfNodes } from "../span-of-node.ts";
import type { SgNode } from "../parse.ts";
import type { Place, WalkState } from "./walk-state.ts";

const HEADER_LIMIT = 200;
const NESTING_LIMIT = 40;

/** `if c` around the consequence, `else c` around the alternative; a chain nests, whether it is written `elif` or `else if`. */
export function walkIf(node: SgNode, place: Place, state: WalkState): void {
  const consequence = node.field("consequence");
  const alternatives = new Set(node.fieldChildren("alternative").map((child) => child.id()));
  let header = headerOf(node, consequence, state);
  let otherwise = nest(place, header.replace(/^if\b/, "else"));
  for (const child of node.namedChildren()) {
    if (child.id() === consequence?.id()) walkBody(child, nest(place, header), state);
    else if (!alternatives.has(child.id())) state.walk(child, place);
    else if (child.kind() === "elif_clause") {
      const body = child.field("consequence");
      header = headerOf(child, body, state).replace(/^elif\b/, "if");
      for (const part of child.namedChildren()) {
        if (part.id() === body?.id()) walkBody(part, nest(otherwise, header), state);
        else state.walk(part, otherwise);
      }
      otherwise = nest(otherwise, header.replace(/^if\b/, "else"));
    } else if (child.kind() === "else_clause")
      for (const part of child.namedChildren()) walkBody(part, otherwise, state);
    else walkBody(child, otherwise, state);
  }
}

export function walkControl(node: SgNode, done: ReadonlySet<number>, place: Place, state: WalkState): void {
  const { containers, cases } = state.grammar;
  const children = node.namedChildren();
  const body = node.field("body") ?? children.findLast((child) => containers.has(String(child.kind())));
  // Go's switch has no body: its cases stand in it directly.
  const first = body ?? children.find((child) => cases.has(String(child.kind())));
  const within = nest(place, headerOf(node, first ?? null, state));
  for (const child of children) {
    if (done.has(child.id())) continue;
    if (child.id() === body?.id()) walkBody(child, within, state);
    else state.walk(child, !body && cases.has(String(child.kind())) ? within : place);
  }
}

/** Everything behind the colon or arrow of a case. */
export function walkCase(node: SgNode, place: Place, state: WalkState): void {
  const children = node.children();
  const colon = children.findIndex((child) => child.kind() === ":" || child.kind() === "->");
  const end = children[colon]?.range().start.index;
  const within = nest(place, end === undefined ? "case" : headerText(state.normal(node.range().start.index, end)));
  for (const child of children.slice(0, Math.max(colon, 0))) if (child.isNamed()) state.walk(child, place);
  walkStatements(
    children.slice(colon + 1).filter((child) => child.isNamed()),
    within,
    state,
  );
}

export function walkContainer(node: SgNode, place: Place, state: WalkState): void {
  walkStatements(node.namedChildren(), place, state);
}

function walkBody(node: SgNode, place: Place, state: WalkState): void {
  if (!state.grammar.containers.has(String(node.kind())) && !state.grammar.comments.has(String(node.kind())))
    state.statements++;
  state.walk(node, place);
}

const ENDS = /^(return|raise|throw|break|continue|goto|co_return)_statement$/;
/** Declarations that count wherever they stand, and places to which a jump may lead. */
const REACHED =
  /^(function_declaration|generator_function_declaration|class_declaration|labeled_statement|case_statement|preproc_.*)$/;

/** A list of statements: counts them and marks those behind a statement that leaves the list. */
export function walkStatements(nodes: readonly SgNode[], place: Place, state: WalkState): void {
  let ended = false;
  for (const node of nodes) {
    const kind = String(node.kind());
    if (state.grammar.comments.has(kind)) continue;
    if (!state.grammar.containers.has(kind) && !isDocstring(node, kind)) state.statements++;
    if (kind === "labeled_statement" || kind === "case_statement") ended = false;
    if (ended && !REACHED.test(kind)) state.unreachable.push(spanOfNodes(node));
    state.walk(node, place);
    if (ENDS.test(kind)) ended = true;
  }
}

function isDocstring(node: SgNode, kind: string): boolean {
  return kind === "expression_statement" && node.namedChildren()[0]?.kind() === "string";
}

function headerOf(node: SgNode, body: SgNode | null, state: WalkState): string {
  const { start, end } = node.range();
  return headerText(state.normal(start.index, body?.range().start.index ?? end.index));
}

function headerText(text: string): string {
  const bare = text.replace(/\s*[:{]$/, "").replace(/\s*=?>$/, "");
  const open = /^(\w+(?: \w+)?) ?\(([\s\S]*)\)$/.exec(bare);
  const header = open && isOneGroup(open[2] ?? "") ? `${open[1]} ${open[2]}` : bare;
  return header.length > HEADER_LIMIT ? `${header.slice(0, HEADER_LIMIT)}…` : header;
}

/** Are the parentheses taken off really a pair? Not in `(a) || (b)`. */
function isOneGroup(inner: string): boolean {
  let open = 0;
  for (const character of inner) {
    if (character === "(") open++;
    else if (character === ")" && --open < 0) return false;
  }
  return true;
}

function nest(place: Place, header: string): Place {
  return place.nesting.length >= NESTING_LIMIT ? place : { ...place, nesting: [...place.nesting, header] };
}
