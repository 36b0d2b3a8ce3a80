import type { SgNode } from "../parse.ts";
import type { FlowGrammar } from "./flow-grammar.ts";

/** Where a name got a value: an assignment, a write through a call, or a parameter of the function (then without `value`). */
export type Definition = { node: SgNode; value?: SgNode };
type Binding = {
  node: SgNode;
  value: SgNode;
  adds: boolean;
  nodeId: number;
  nodeEnd: number;
  valueEnd: number;
  blockId: number;
};

/** Finds the definitions that may reach a use. One a tree: what a scope binds is read once. */
export type Definitions = { reaching(use: SgNode): Definition[] };

export function openDefinitions(root: SgNode, grammar: FlowGrammar): Definitions {
  const scopes = new Map<number, Map<string, Binding[]>>();
  const bindingsIn = (scope: SgNode): Map<string, Binding[]> => {
    const known = scopes.get(scope.id()) ?? readBindings(scope, grammar);
    scopes.set(scope.id(), known);
    return known;
  };
  const uses = new Map<number, Definition[]>();
  const rootId = root.id();
  const find = (use: SgNode): Definition[] => {
    const name = use.text();
    const enclosing = use.ancestors();
    const outside = new Set(enclosing.map((node) => node.id()));
    const functions = enclosing.filter((node) => grammar.functions.includes(String(node.kind())));
    for (const scope of [...functions, root]) {
      const bindings = bindingsIn(scope).get(name) ?? [];
      const found = reachingIn(
        bindings,
        use.range().start.index,
        outside,
        functions.length > 0 && scope.id() === rootId,
      );
      const parameter = found.certain ? undefined : parameterNamed(scope, name, grammar);
      if (parameter) found.definitions.push({ node: parameter });
      if (found.definitions.length > 0) return found.definitions;
    }
    return [];
  };
  return {
    /**
     * Of the innermost scope that binds the name: its latest definition before the use, and earlier ones as long as a
     * later one may not have happened (stands in a block that does not enclose the use) or only added.
     */
    reaching(use) {
      const known = uses.get(use.id()) ?? find(use);
      uses.set(use.id(), known);
      return known;
    },
  };
}

/** `anywhere`: the bindings of a module hold for its functions wherever they stand. */
function reachingIn(bindings: readonly Binding[], position: number, outside: Set<number>, anywhere: boolean) {
  const definitions: Definition[] = [];
  for (const { node, value, adds, nodeId, nodeEnd, valueEnd, blockId } of bindings.toReversed()) {
    const isLater = outside.has(nodeId) ? valueEnd > position : !anywhere && nodeEnd > position;
    if (isLater) continue;
    definitions.push({ node, value });
    if (!adds && !anywhere && outside.has(blockId)) return { definitions, certain: true };
  }
  return { definitions, certain: anywhere };
}

/** In source order. */
function readBindings(scope: SgNode, grammar: FlowGrammar): Map<string, Binding[]> {
  const kinds = [...Object.keys(grammar.bindings), ...(grammar.writers ? grammar.calls : [])];
  const byName = new Map<string, Binding[]>();
  const around = openSurroundings(scope, grammar);
  for (const node of scope.findAll({ rule: { any: kinds.map((kind) => ({ kind })) } })) {
    const bound = bindingsOf(node, grammar);
    if (bound.length === 0) continue;
    const { owner, block } = around(node);
    if (owner !== undefined && owner !== scope.id() && grammar.locals.includes(String(node.kind()))) continue;
    const place = { node, nodeId: node.id(), nodeEnd: node.range().end.index, blockId: block ?? scope.id() };
    for (const { name, value, adds } of bound) {
      const binding = { ...place, value, adds, valueEnd: value.range().end.index };
      const others = byName.get(name);
      if (others) others.push(binding);
      else byName.set(name, [binding]);
    }
  }
  return byName;
}

type Frame = { id: number; start: number; end: number; isFunction: boolean; isBlock: boolean };

/**
 * The innermost function and block of the scope around a node, by id, for nodes in source order. Found by position in one
 * pass: the way up from a node takes as long as the file is wide, and all of them took hundreds of megabytes.
 */
function openSurroundings(
  scope: SgNode,
  grammar: FlowGrammar,
): (node: SgNode) => { owner: number | undefined; block: number | undefined } {
  const kinds = [...new Set([...grammar.functions, ...grammar.blocks])].filter((kind) => isKnown(scope, kind));
  const frames = scope.findAll({ rule: { any: kinds.map((kind) => ({ kind })) } }).map((node): Frame => {
    const [{ start, end }, kind] = [node.range(), String(node.kind())];
    const [isFunction, isBlock] = [grammar.functions.includes(kind), grammar.blocks.includes(kind)];
    return { id: node.id(), start: start.index, end: end.index, isFunction, isBlock };
  });
  const open: Frame[] = [];
  let next = 0;
  return (node) => {
    const { start, end } = node.range();
    for (let frame = frames[next]; frame && frame.start <= start.index; frame = frames[++next]) open.push(frame);
    const id = node.id();
    while ((open.at(-1)?.end ?? Infinity) <= start.index) open.pop();
    const holding = open.filter((frame) => frame.end >= end.index && frame.id !== id);
    return {
      owner: holding.findLast((frame) => frame.isFunction)?.id,
      block: holding.findLast((frame) => frame.isBlock)?.id,
    };
  };
}

/** A kind that a grammar lacks makes a search throw. */
function isKnown(node: SgNode, kind: string): boolean {
  try {
    node.matches({ rule: { kind } });
    return true;
  } catch {
    return false;
  }
}

function bindingsOf(node: SgNode, grammar: FlowGrammar): { name: string; value: SgNode; adds: boolean }[] {
  const kind = String(node.kind());
  const shape = grammar.bindings[kind];
  if (!shape) return writtenBy(node, grammar);
  const [target, value] = shape.map((at) =>
    typeof at === "number" ? (node.namedChildren()[at] ?? null) : node.field(at),
  );
  // A function is no value that carries text, and bundles hold whole programs in one.
  if (!target || !value || grammar.functions.includes(String(value.kind()))) return [];
  const adds = grammar.additions.includes(kind) || (node.field("operator")?.text().length ?? 0) > 1;
  return targetsOf(target, value).map((binding) => ({ ...binding, adds }));
}

/** `a, b = 1, 2` binds pairwise where both sides are lists of one length, else each name to the whole. */
function targetsOf(target: SgNode, value: SgNode): { name: string; value: SgNode }[] {
  const names = target.namedChildren();
  // `{ name }` binds by a leaf that is called a pattern.
  if (
    names.length === 0 ||
    !/list|tuple|pattern/.test(String(target.kind())) ||
    /pointer|splat/.test(String(target.kind()))
  )
    return [{ name: nameOf(target), value }];
  const values = /list|tuple/.test(String(value.kind())) ? value.namedChildren() : [];
  return names.flatMap((each, index) => targetsOf(each, (values.length === names.length && values[index]) || value));
}

/** `*p`, `buffer[10]` and `int *p` bind `p` and `buffer`. */
function nameOf(target: SgNode): string {
  const inner = String(target.kind()).endsWith("declarator") ? target.field("declarator") : null;
  return inner ? nameOf(inner) : target.text();
}

function writtenBy(call: SgNode, grammar: FlowGrammar): { name: string; value: SgNode; adds: boolean }[] {
  const callee = call.field("function")?.text() ?? "";
  const args = call.field("arguments");
  const first = args?.namedChildren()[0];
  if (!args || !first || !grammar.writers?.test(callee)) return [];
  return [{ name: first.text().replace(/^&/, ""), value: args, adds: true }];
}

function parameterNamed(scope: SgNode, name: string, grammar: FlowGrammar): SgNode | undefined {
  const lists = scope.field("parameters") ?? scope.field("parameter") ?? scope.field("declarator");
  if (!lists) return undefined;
  const kinds = grammar.names.map((kind) => ({ kind }));
  return lists
    .findAll({ rule: { any: kinds } })
    .find((node) => node.text() === name && isParameter(node, lists, grammar));
}

/** A name in the parameter list itself, not in a default value, a type or C's function name. */
function isParameter(node: SgNode, list: SgNode, grammar: FlowGrammar): boolean {
  const path = [node, ...node.ancestors()];
  const until = path.findIndex((each) => each.id() === list.id());
  const between = path.slice(0, until + 1);
  const inList = between.some((each) => grammar.parameterLists.includes(String(each.kind())));
  const inValue = between.some((each, index) => {
    const owner = between[index + 1];
    return owner !== undefined && ["value", "type", "right"].some((field) => owner.field(field)?.id() === each.id());
  });
  return inList && !inValue;
}
