import type { SgNode } from "../../parse.ts";
import type { Binding, Call, Parameter, Syntax } from "../syntax/syntax.ts";
import { findPlaces, MAX_PLACES, readBranches, type Branch, type Test } from "./places.ts";
import { openNesting, type Interval, type Nesting } from "./nesting.ts";

/** A function, or the module (`id` 0, without `node`). */
export type Scope = Interval & {
  id: number;
  node: SgNode | undefined;
  around: Scope | undefined;
  /** The class that a method belongs to. */
  className: string | undefined;
  orderless: boolean;
  bindings: Map<string, PlacedBinding[]>;
  declared: Set<string>;
  tests: Test[];
  returns: SgNode[];
};

/** `value` may be several nodes: what a call writes into its receiver. */
export type PlacedBinding = Omit<Binding, "value"> &
  Interval & { values: SgNode[]; safe?: number; origin?: string; branch: Branch | undefined };

export type PlacedCall = Interval & { node: SgNode; call: Call };

/** What stands where in one file: read in one pass over the kinds of nodes that matter, in source order. */
export type FileIndex = {
  module: Scope;
  scopes: ReadonlyMap<number, Scope>;
  scopeAt: (position: number) => Scope;
  branches: Nesting<Branch>;
  /** `this.field` by class and field: methods run in any order. */
  fields: ReadonlyMap<string, PlacedBinding[]>;
  imports: ReadonlyMap<string, string>;
  classes: ReadonlySet<string>;
  calls: readonly PlacedCall[];
  /** The call that a function is handed to, as one of its arguments. */
  handedTo: (scope: Scope) => PlacedCall | undefined;
  parametersOf: (scope: Scope) => readonly Parameter[];
  nameOf: (scope: Scope) => string | undefined;
  decorationOf: (scope: Scope) => string;
  bind: (scope: Scope, binding: PlacedBinding) => void;
  /** Brings what was bound into source order. */
  settle: () => void;
};

/** @returns undefined when the file is too much. */
export function openFileIndex(root: SgNode, syntax: Syntax): FileIndex | undefined {
  const found = findPlaces(root, syntax);
  if (found.length > MAX_PLACES) return undefined;
  const isOf = (kinds: readonly string[]) => {
    const set = new Set(kinds);
    return found.filter((place) => set.has(place.kind));
  };
  const classes = isOf(syntax.classes).map((place) => ({ ...place, name: syntax.nameOf(place.node) ?? "" }));
  const classNesting = openNesting(classes);
  const module = newScope(0, undefined, { start: 0, end: Infinity }, undefined, false);
  const scopes = new Map<number, Scope>([[0, module]]);
  for (const { node, kind, start, end } of isOf(syntax.functions)) {
    const className = syntax.classNameOf?.(node) ?? classNesting.at(start)?.name;
    const scope = newScope(node.id(), node, { start, end }, className, syntax.orderless.includes(kind));
    scopes.set(scope.id, scope);
  }
  const nesting = openNesting([...scopes.values()]);
  for (const scope of scopes.values()) scope.around = nesting.around(scope);
  const scopeAt = (position: number): Scope => nesting.at(position) ?? module;

  const { branches, tests } = readBranches(isOf(syntax.branchings), syntax);
  const branchNesting = openNesting(branches);
  const limit = (position: number): number =>
    Math.min(branchNesting.at(position)?.end ?? Infinity, scopeAt(position).end);
  for (const { test, after, leaves } of tests) {
    test.rest = { start: after, end: limit(test.at) };
    // A branch that always leaves decides for the rest of its block; one that stands as an expression has no rest.
    if (leaves.yes) test.fails.push({ start: after, end: limit(test.at) });
    if (leaves.no) test.holds.push({ start: after, end: limit(test.at) });
    scopeAt(test.at).tests.push(test);
  }

  const fields = new Map<string, PlacedBinding[]>();
  const imports = new Map<string, string>();
  for (const { node } of isOf(syntax.imports)) {
    for (const { local, means } of syntax.importsOf(node)) imports.set(local, means);
  }
  const bind = (scope: Scope, binding: PlacedBinding): void => {
    const { name, field } = binding;
    const owner = ownerOf(scope, binding, parametersOf);
    if (owner) {
      if (field === undefined && binding.declares) owner.declared.add(name);
      return add(owner.bindings, name, binding);
    }
    // A plain name that nobody declares is a field, in languages that allow that.
    const className = classOf(scope);
    if (syntax.self.includes(name) || isReceiver(scope, name))
      return add(fields, `${className ?? ""}.${field ?? ""}`, binding);
    if (className !== undefined && field === undefined) add(fields, `${className}.${name}`, binding);
    if (className === undefined || field !== undefined) add(module.bindings, name, binding);
  };
  const parameters = new Map<number, readonly Parameter[]>();
  const parametersOf = (scope: Scope): readonly Parameter[] => {
    const known = parameters.get(scope.id) ?? (scope.node ? syntax.parametersOf(scope.node) : []);
    parameters.set(scope.id, known);
    return known;
  };
  const isReceiver = (scope: Scope, name: string): boolean =>
    parametersOf(scope).some((parameter) => parameter.index === -1 && parameter.name === name);
  const boundNames = new Map<number, string>();
  const bindings = isOf(syntax.bindings).flatMap(({ node, start }) =>
    syntax.bindingsOf(node).map(({ value, ...rest }) => {
      const branch = branchNesting.at(start);
      const id = value.id();
      if (scopes.has(id)) boundNames.set(id, rest.field ?? rest.name);
      // In a loop's body the name has its value already.
      return { ...rest, start, end: value.range().end.index, branch, values: [value] };
    }),
  );
  // Declarations first: an assignment belongs to whoever declares the name, even further below.
  for (const binding of bindings.filter((each) => each.declares === true)) bind(scopeAt(binding.start), binding);
  for (const binding of bindings.filter((each) => each.declares !== true)) bind(scopeAt(binding.start), binding);
  for (const { node, start } of isOf(syntax.returns)) {
    const value = syntax.returnedBy(node);
    if (value) scopeAt(start).returns.push(value);
  }
  const settle = (): void => {
    for (const scope of scopes.values()) {
      for (const bound of scope.bindings.values()) bound.sort((a, b) => a.start - b.start);
    }
  };
  settle();
  const names = new Map<number, string | undefined>();
  let calls: PlacedCall[] | undefined;
  const readCalls = (): PlacedCall[] =>
    (calls ??= isOf(syntax.calls).flatMap(({ node, start, end }) => {
      const call = syntax.expressionOf(node);
      return call.is === "call" ? [{ node, start, end, call }] : [];
    }));
  const nameOf = (scope: Scope): string | undefined => {
    if (!names.has(scope.id))
      names.set(scope.id, (scope.node && syntax.nameOf(scope.node)) ?? boundNames.get(scope.id));
    return names.get(scope.id);
  };
  let handed: Map<number, PlacedCall> | undefined;
  const readHanded = (): Map<number, PlacedCall> => {
    const named = new Map([...scopes.values()].map((scope) => [nameOf(scope), scope.id]));
    const places = readCalls().flatMap((place) =>
      place.call.arguments.map(({ value }) => {
        const id = value.id();
        const name = scopes.has(id) ? undefined : syntax.expressionOf(value);
        return [name?.is === "name" ? (named.get(name.name) ?? id) : id, place] as const;
      }),
    );
    return new Map(places.filter(([id]) => scopes.has(id)));
  };
  return {
    module,
    scopes,
    scopeAt,
    branches: branchNesting,
    fields,
    imports,
    classes: new Set(classes.map((each) => each.name)),
    get calls() {
      return readCalls();
    },
    handedTo: (scope) => (handed ??= readHanded()).get(scope.id),
    parametersOf,
    nameOf,
    decorationOf: (scope) => (scope.node ? syntax.decorationOf(scope.node) : ""),
    bind,
    settle,
  };
}

function newScope(
  id: number,
  node: SgNode | undefined,
  at: Interval,
  className: string | undefined,
  orderless: boolean,
): Scope {
  return {
    ...at,
    id,
    node,
    around: undefined,
    className,
    orderless,
    bindings: new Map(),
    declared: new Set(),
    tests: [],
    returns: [],
  };
}

/** The scope whose variable a binding writes: its own if it declares it, else the next one outwards that does. */
function ownerOf(
  scope: Scope,
  binding: PlacedBinding,
  parametersOf: (scope: Scope) => readonly Parameter[],
): Scope | undefined {
  if (binding.declares && binding.field === undefined) return scope;
  for (let at: Scope | undefined = scope; at; at = at.around) {
    if (at.declared.has(binding.name)) return at;
    if (parametersOf(at).some((parameter) => parameter.name === binding.name && parameter.index >= 0)) return at;
  }
  return undefined;
}

/** The class of the method around, also from a function in it. */
export function classOf(scope: Scope): string | undefined {
  for (let at: Scope | undefined = scope; at; at = at.around) if (at.className !== undefined) return at.className;
  return undefined;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const others = map.get(key);
  if (others) others.push(value);
  else map.set(key, [value]);
}
