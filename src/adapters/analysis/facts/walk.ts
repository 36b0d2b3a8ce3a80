import { OUTLINE_GRAMMARS } from "../outline/grammar.ts";
import { importsOf } from "../outline/imports.ts";
import type { SgNode } from "../parse.ts";
import { bindPattern, readAssignment } from "./bind.ts";
import { recordCall, recordDecorator, recordFlow, recordSignature } from "./records.ts";
import { declare, openScope, type Scope } from "./scopes.ts";
import { contentsOf } from "./strings.ts";
import { childrenAt, walkChildren, type Place, type WalkState } from "./walk-state.ts";
import { walkCase, walkContainer, walkControl, walkIf } from "./walk-control.ts";

/** Code that nests deeper than this is refused as a whole: what is left unseen could hide a change of behaviour. */
const DEPTH_LIMIT = 800;

/**
 * Walks one node: gathers what it does into `state` and goes on into its children.
 *
 * @throws RangeError when the code nests deeper than 800 nodes.
 */
export function walk(node: SgNode, place: Place, state: WalkState): void {
  if (place.depth > DEPTH_LIMIT) throw new RangeError("the code is nested too deeply for the call stack");
  const { grammar } = state;
  const kind = String(node.kind());
  if (grammar.comments.has(kind)) return;
  if (grammar.names.has(kind)) {
    state.uses.push({ name: node.text(), scope: place.scope, start: node.range().start.index });
    return;
  }
  if (grammar.numbers.has(kind)) {
    state.numbers.push(node.text());
    return;
  }
  if (grammar.strings.has(kind)) return walkString(node, place, state);
  if (grammar.ignored.has(kind)) return bindIgnored(node, kind, place, state);
  if (grammar.decorators.has(kind)) recordDecorator(node, place, state);
  recordFlow(node, kind, place, state);
  recordCall(node, kind, place, state);
  const inner = { ...place, parent: kind, depth: place.depth + 1, discarded: false, awaited: false };
  if (readAssignment(node, kind, inner, place, state)) return;
  descend(node, kind, inner, place, state);
}

function walkString(node: SgNode, place: Place, state: WalkState): void {
  state.strings.push(...contentsOf(node, state.grammar, state.text));
  for (const child of node.namedChildren()) {
    if (state.grammar.substitutions.has(String(child.kind())))
      walkChildren(
        child,
        { ...place, parent: "substitution", depth: place.depth + 1, discarded: false, awaited: false },
        state,
      );
  }
}

/** Imports inside the lines bind names; `global x` says that `x` is not bound here. */
function bindIgnored(node: SgNode, kind: string, place: Place, state: WalkState): void {
  if (kind === "global_statement" || kind === "nonlocal_statement") {
    for (const name of node.namedChildren()) place.scope.foreign.add(name.text());
  }
  const { imports } = OUTLINE_GRAMMARS[state.language];
  const nodes = imports.includes(kind) ? [node] : kind === "import_declaration" ? childrenAt(node, "import_spec") : [];
  for (const item of nodes) {
    for (const { names } of importsOf(item, state.language))
      for (const name of names) declare(place.scope, name, "import", true);
  }
}

/** Binds what the node binds, opens its scope, and walks the children that are left. */
function descend(node: SgNode, kind: string, inner: Place, place: Place, state: WalkState): void {
  const { grammar } = state;
  const isFunction = grammar.functions.has(kind);
  const isClass = grammar.classes.has(kind);
  const scope =
    isFunction || isClass || grammar.scopes.has(kind)
      ? openScope(scopeKind(isFunction, isClass, kind), node.range().start.index, place.scope)
      : place.scope;
  const inside: Place = { ...inner, scope };
  const done = new Set<number>();
  if (isFunction || isClass) recordSignature(node, place, state);
  for (const binding of grammar.binds[kind] ?? []) {
    if (binding.needs && !node.field(binding.needs)) continue;
    for (const target of childrenAt(node, binding.field)) {
      if (binding.only && target.kind() !== binding.only) continue;
      done.add(target.id());
      const assigned =
        binding.value === undefined || node.field(binding.value) !== null || target.field(binding.value) !== null;
      const hoist =
        binding.hoist === true ||
        place.parent === "variable_declaration" ||
        (grammar.assignmentBinds && kind === "named_expression");
      bindPattern(
        target,
        binding.outside ? place.scope : scope,
        { as: binding.as, assigned, hoist, whole: node },
        inside,
        state,
      );
    }
  }
  for (const field of grammar.skips[kind] ?? []) for (const child of skipped(node, kind, field)) done.add(child.id());
  if (isFunction) return walkFunction(node, kind, done, inside, place, state);
  if (grammar.ifs.has(kind)) return walkIf(node, inside, state);
  if (grammar.cases.has(kind)) return walkCase(node, inside, state);
  if (grammar.controls.has(kind)) return walkControl(node, done, inside, state);
  if (grammar.containers.has(kind)) return walkContainer(node, inside, state);
  const marker = grammar.markers[kind];
  const isStatement = kind === "expression_statement" || marker !== undefined;
  const next: Place = {
    ...inside,
    discarded: isStatement || (place.discarded && grammar.awaits.has(kind)),
    awaited: grammar.awaits.has(kind),
    nesting: marker ? [...place.nesting, marker] : inside.nesting,
  };
  walkChildren(node, next, state, done);
}

function scopeKind(isFunction: boolean, isClass: boolean, kind: string): Scope["kind"] {
  if (isFunction) return "function";
  // Anonymous classes of Java have a body only.
  if (isClass || kind === "class_body") return "class";
  return /comprehension|generator_expression/.test(kind) ? "comprehension" : "block";
}

/** What a grammar marks as no use, with the few cases that depend on the neighbours. */
function skipped(node: SgNode, kind: string, field: string): SgNode[] {
  if (field === "key-name") {
    const key = node.namedChildren()[0];
    return key && /^[A-Za-z_]\w*$/.test(key.text()) && node.namedChildren().length > 1 ? [key] : [];
  }
  if (kind === "qualified_identifier" && !node.field("scope")) return [];
  if (kind === "method_invocation" && !node.field("object")) return [];
  const found = childrenAt(node, field);
  // HTML's own elements are no names; components are.
  return kind.startsWith("jsx_") ? found.filter((child) => /^[a-z]/.test(child.text())) : found;
}

function walkFunction(
  node: SgNode,
  kind: string,
  done: ReadonlySet<number>,
  inside: Place,
  place: Place,
  state: WalkState,
): void {
  const name = node.field("name")?.text();
  const nesting = place.functions > 0 ? [...place.nesting, name ? `function ${name}` : "function"] : place.nesting;
  const body = node.field("body");
  const within: Place = { ...inside, nesting, functions: place.functions + 1 };
  // The value of an arrow function is a return, but an inline callback's belongs to the call that it is handed to.
  if (kind === "arrow_function" && body && body.kind() !== "statement_block" && place.parent !== "arguments") {
    recordFlow(body, "arrow value", within, state);
  }
  for (const child of node.namedChildren()) {
    if (done.has(child.id())) continue;
    walk(child, child.id() === body?.id() ? within : inside, state);
  }
}
