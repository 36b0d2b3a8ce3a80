import type { SgNode } from "../parse.ts";
import type { FlowGrammar } from "./flow-grammar.ts";

/** Where a name got a value: an assignment, a write through a call, or a parameter of the function (then without `value`). */
export type Definition = { node: SgNode; value?: SgNode };
type Binding = { name: string; node: SgNode; value: SgNode; adds: boolean };

/** Finds the definitions that may reach a use. One a tree: what a scope binds is read once. */
export type Definitions = { reaching(use: SgNode): Definition[] };

export function openDefinitions(root: SgNode, grammar: FlowGrammar): Definitions {
  const scopes = new Map<number, Binding[]>();
  const bindingsIn = (scope: SgNode): Binding[] => {
    const known = scopes.get(scope.id()) ?? readBindings(scope, grammar);
    scopes.set(scope.id(), known);
    return known;
  };
  return {
    /**
     * Of the innermost scope that binds the name: its latest definition before the use, and earlier ones as long as a
     * later one may not have happened (stands in a block that does not enclose the use) or only added.
     */
    reaching(use) {
      const name = use.text();
      const enclosing = use.ancestors();
      const outside = new Set(enclosing.map((node) => node.id()));
      for (const scope of [...enclosing.filter((node) => grammar.functions.includes(String(node.kind()))), root]) {
        const found = reachingIn(bindingsIn(scope), name, use, outside, scope.id() === root.id(), grammar);
        const parameter = found.certain ? undefined : parameterNamed(scope, name, grammar);
        if (parameter) found.definitions.push({ node: parameter });
        if (found.definitions.length > 0) return found.definitions;
      }
      return [];
    },
  };
}

function reachingIn(
  bindings: readonly Binding[],
  name: string,
  use: SgNode,
  outside: Set<number>,
  anywhere: boolean,
  grammar: FlowGrammar,
) {
  const definitions: Definition[] = [];
  const position = use.range().start.index;
  for (const { node, value, adds } of bindings.filter((binding) => binding.name === name).toReversed()) {
    const inside = outside.has(node.id());
    if (
      inside
        ? !grammar.blocks.length || value.range().end.index > position
        : !anywhere && node.range().end.index > position
    )
      continue;
    definitions.push({ node, value });
    const block = node.ancestors().find((ancestor) => grammar.blocks.includes(String(ancestor.kind())));
    if (!adds && !anywhere && block && outside.has(block.id())) return { definitions, certain: true };
  }
  return { definitions, certain: anywhere };
}

/** In source order. */
function readBindings(scope: SgNode, grammar: FlowGrammar): Binding[] {
  const kinds = [...Object.keys(grammar.bindings), ...(grammar.writers ? grammar.calls : [])];
  return scope.findAll({ rule: { any: kinds.map((kind) => ({ kind })) } }).flatMap((node) => {
    const shape = grammar.bindings[String(node.kind())];
    if (!shape) return writtenBy(node, grammar);
    const [target, value] = shape.map((at) =>
      typeof at === "number" ? (node.namedChildren()[at] ?? null) : node.field(at),
    );
    if (!target || !value) return [];
    const adds =
      grammar.additions.includes(String(node.kind())) ||
      /^[^=]*[-+|&]=/.test(node.text().slice(target.text().length, target.text().length + 8));
    return targetsOf(target, value).map((binding) => ({ ...binding, node, adds }));
  });
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

function writtenBy(call: SgNode, grammar: FlowGrammar): Binding[] {
  const callee = call.field("function")?.text() ?? "";
  const args = call.field("arguments");
  const first = args?.namedChildren()[0];
  if (!args || !first || !grammar.writers?.test(callee)) return [];
  return [{ name: first.text().replace(/^&/, ""), node: call, value: args, adds: true }];
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
