import type { FactCall, Step } from "../../../core/analysis.ts";
import type { ParsedLanguage } from "../../../core/language.ts";
import type { Span } from "../../../core/text.ts";
import type { SgNode } from "../parse.ts";
import { spanOfNodes } from "../span-of-node.ts";
import type { FactGrammar, VariableKind } from "./grammar.ts";
import type { NormalText } from "./normal-text.ts";
import { declare, homeOf, type Scope, type Variable } from "./scopes.ts";

/** A name that is used, where, and in which scope; resolved when all names are known. */
export type Use = { name: string; scope: Scope; start: number };

/** An assignment whose target is a plain name: a write only if the name turns out not to be a local. */
export type PlainWrite = { name: string; scope: Scope; step: Step };

/** A call with the stretch of its arguments, whose names are filled in at the end. */
export type OpenCall = { call: FactCall; argumentsStart: number; argumentsEnd: number };

/** What one walk over code gathers. */
export type WalkState = {
  language: ParsedLanguage;
  grammar: FactGrammar;
  text: string;
  normal: NormalText;
  /** The same without the bodies of functions. */
  outer: NormalText;
  signatures: string[];
  calls: OpenCall[];
  returns: Step[];
  raises: Step[];
  writes: (Step & { target: string })[];
  plainWrites: PlainWrite[];
  uses: Use[];
  variables: Set<Variable>;
  strings: string[];
  numbers: string[];
  unreachable: Span[];
  statements: number;
  /** Walks one node at its place; here so that the parts of the walk need not know each other. */
  walk: (node: SgNode, place: Place) => void;
};

/** Where in the code the walk stands. */
export type Place = {
  scope: Scope;
  nesting: readonly string[];
  /** Kind of the parent node. */
  parent: string;
  /** How many functions of the lines are around. */
  functions: number;
  /** The value of this expression goes nowhere. */
  discarded: boolean;
  awaited: boolean;
  depth: number;
};

const TEXT_LIMIT = 4000;

export function textOf(node: SgNode, state: WalkState): string {
  const { start, end } = node.range();
  const text = state.outer(start.index, end.index);
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text;
}

export function stepOf(node: SgNode, place: Place, state: WalkState, text = textOf(node, state)): Step {
  return { text, nesting: [...place.nesting], span: spanOfNodes(node) };
}

export function bindName(
  node: SgNode,
  scope: Scope,
  as: VariableKind,
  assigned: boolean,
  hoist: boolean,
  state: WalkState,
): void {
  const home = hoist ? homeOf(scope) : scope;
  const name = node.text();
  declare(home, name, as, assigned);
  const variable = home.variables.get(name);
  if (variable) state.variables.add(variable);
}

/** `name`, the n-th named child (`"0"`), or the first named child of that kind. */
export function childrenAt(node: SgNode, field: string): SgNode[] {
  if (/^\d+$/.test(field)) {
    const child = node.namedChildren()[Number(field)];
    return child ? [child] : [];
  }
  const named = node.fieldChildren(field).filter((child) => child.isNamed());
  return named.length > 0 ? named : node.namedChildren().filter((child) => child.kind() === field);
}

export function walkChildren(node: SgNode, place: Place, state: WalkState, done?: ReadonlySet<number>): void {
  const isDone = done && done.size > 0 ? (child: SgNode) => done.has(child.id()) : () => false;
  for (const child of node.namedChildren()) if (!isDone(child)) state.walk(child, place);
}
