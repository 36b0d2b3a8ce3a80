import type { FactCall, Facts } from "../../../core/analysis.ts";
import { isParsed, type Language, type ParsedLanguage } from "../../../core/language.ts";
import type { LineRange } from "../../../core/text.ts";
import type { SgNode } from "../parse.ts";
import { builtinsOf } from "./builtins.ts";
import { fileNamesOf } from "./file-names.ts";
import { FACT_GRAMMARS } from "./grammars.ts";
import { nodesWithin } from "./lines.ts";
import { normalText, withoutBodies } from "./normal-text.ts";
import { openScope, resolve, type Scope } from "./scopes.ts";
import { walk } from "./walk.ts";
import { walkStatements } from "./walk-control.ts";
import type { OpenCall, Place, Use, WalkState } from "./walk-state.ts";

/**
 * What the code in some lines does, as far as its syntax tells; the base of comparing it before and after a patch.
 *
 * Awaited calls have `await` as their innermost nesting, calls under `defer` and `go` these words, calls in nested functions
 * `function name`. `yield` counts among the returns, `assert` among the raises, a decorator as a call of what it names.
 *
 * @throws RangeError when the code nests too deeply to be walked.
 */
export function factsOf(root: SgNode, language: Language, text: string, lines: LineRange): Facts {
  if (!isParsed(language)) throw new RangeError(`there are no facts of ${language}`);
  const nodes = nodesWithin(root, lines);
  const state = openState(nodes, language, text);
  const top = openScope("top", 0);
  const place: Place = {
    scope: top,
    nesting: [],
    parent: "",
    functions: 0,
    discarded: false,
    awaited: false,
    depth: 0,
  };
  walkStatements(nodes, place, state);
  const uses = state.uses.toSorted((a, b) => a.start - b.start);
  const freeNames = readNames(uses);
  settlePlainWrites(state);
  return {
    signatures: state.signatures,
    calls: state.calls
      .map((open) => closed(open, uses))
      .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end),
    returns: state.returns,
    raises: state.raises,
    freeNames,
    fileNames: fileNamesOf(root, language, lines),
    builtins: builtinsOf(root, language, text),
    strings: state.strings,
    numbers: state.numbers,
    unread: unreadOf(state),
    unreachable: state.unreachable,
    writes: state.writes.sort((a, b) => a.span.start - b.span.start),
    statements: state.statements,
  };
}

function openState(nodes: readonly SgNode[], language: ParsedLanguage, text: string): WalkState {
  const grammar = FACT_GRAMMARS[language];
  const normal = normalText(nodes, language, grammar, text);
  const state: WalkState = {
    language,
    grammar,
    text,
    normal,
    outer: withoutBodies(nodes, language, grammar, normal),
    signatures: [],
    calls: [],
    returns: [],
    raises: [],
    writes: [],
    plainWrites: [],
    uses: [],
    variables: new Set(),
    strings: [],
    numbers: [],
    unreachable: [],
    statements: 0,
    walk: (node, place) => walk(node, place, state),
  };
  return state;
}

/** Marks what is read, and returns the names that nothing in the lines binds. */
function readNames(uses: readonly Use[]): string[] {
  const free = new Set<string>();
  for (const { name, scope } of uses) {
    const variable = resolve(scope, name);
    if (variable) variable.read = true;
    else free.add(name);
  }
  return [...free].sort();
}

/** An assignment to a plain name is a write where the name is no local: a global, a field, a name of the enclosing function. */
function settlePlainWrites(state: WalkState): void {
  for (const { name, scope, step } of state.plainWrites) {
    const variable = resolve(scope, name);
    if (variable && isLocal(variable.scope)) variable.assigned = true;
    else state.writes.push({ ...step, target: name });
  }
}

function isLocal(scope: Scope): boolean {
  return scope.kind !== "top" && scope.kind !== "class";
}

function unreadOf(state: WalkState): string[] {
  const unread = [...state.variables].filter(
    ({ kind, assigned, read, scope, name }) =>
      kind === "local" && assigned && !read && isLocal(scope) && !name.startsWith("_"),
  );
  return [...new Set(unread.map(({ name }) => name))];
}

/** The call with the names that occur in its arguments. `uses` is sorted by place. */
function closed({ call, argumentsStart, argumentsEnd }: OpenCall, uses: readonly Use[]): FactCall {
  const names = new Set<string>();
  for (let index = firstFrom(uses, argumentsStart); index < uses.length; index++) {
    const use = uses[index];
    if (!use || use.start >= argumentsEnd) break;
    // A callback's own names don't flow into the call.
    const bound = resolve(use.scope, use.name);
    if (!bound || bound.scope.start < argumentsStart || bound.scope.kind === "top") names.add(use.name);
  }
  return { ...call, names: [...names] };
}

function firstFrom(uses: readonly Use[], start: number): number {
  let low = 0;
  let high = uses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((uses[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
