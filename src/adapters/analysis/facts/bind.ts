import type { SgNode } from "../parse.ts";
import type { VariableKind } from "./grammar.ts";
import { recordCall } from "./records.ts";
import { openScope, type Scope } from "./scopes.ts";
import { bindName, childrenAt, stepOf, textOf, walkChildren, type Place, type WalkState } from "./walk-state.ts";

/** How the names of a pattern are bound; `whole` is the declaration, shown when it turns out to be a write. */
type How = { as: VariableKind; assigned: boolean; hoist: boolean; whole: SgNode };

/** Binds the names of a pattern or declarator in `scope`; types, defaults and sizes inside it are used at `place`. */
export function bindPattern(pattern: SgNode, scope: Scope, how: How, place: Place, state: WalkState): void {
  const kind = String(pattern.kind());
  if (state.grammar.names.has(kind) || kind === "field_identifier") {
    bindName(pattern, scope, how.as, how.assigned, how.hoist, state);
    if (how.as === "local" && how.assigned && !isDefinition(how.whole)) {
      state.plainWrites.push({ name: pattern.text(), scope, step: stepOf(how.whole, place, state) });
    }
    return;
  }
  const parts = state.grammar.patterns[kind];
  if (!parts) return state.walk(pattern, place);
  recordCall(pattern, kind, place, state);
  const bound = new Set(
    (parts.length > 0 ? parts.flatMap((part) => childrenAt(pattern, part)) : pattern.namedChildren()).map((child) =>
      child.id(),
    ),
  );
  // A prototype's parameters are names of nobody; a definition's belong to its body.
  const rest =
    kind === "function_declarator" && scope === place.scope
      ? { ...place, scope: openScope("block", pattern.range().start.index, scope) }
      : place;
  const assigned = how.assigned && (kind !== "init_declarator" || pattern.field("value") !== null);
  for (const child of pattern.namedChildren()) {
    if (bound.has(child.id())) bindPattern(child, scope, { ...how, assigned }, place, state);
    else if (String(child.kind()) === "parameter_list")
      bindPattern(child, rest.scope, { as: "parameter", assigned: true, hoist: false, whole: child }, rest, state);
    else state.walk(child, rest);
  }
}

/** A function that is given a name is a definition; its signature says what is there. */
function isDefinition(declaration: SgNode): boolean {
  const value = declaration.field("value") ?? declaration.field("right");
  return value !== null && FUNCTION_VALUES.has(String(value.kind()));
}
const FUNCTION_VALUES = new Set([
  "arrow_function",
  "function_expression",
  "generator_function",
  "class",
  "lambda",
  "lambda_expression",
]);

/** Assignments: what is written, and where that is no plain name, the expression that says where. True when the node is done with. */
export function readAssignment(node: SgNode, kind: string, inner: Place, place: Place, state: WalkState): boolean {
  const { grammar } = state;
  if (kind === "unary_expression" && node.child(0)?.kind() === "delete") {
    state.writes.push({ ...stepOf(node, place, state), target: textOf(node.child(1) ?? node, state) });
    return false;
  }
  if (kind === "for_in_statement" && node.field("left") && grammar.names.has("shorthand_property_identifier_pattern"))
    return readForIn(node, inner, state);
  const assignment = grammar.assignments[kind];
  if (!assignment) return false;
  const given = assignment.target
    ? childrenAt(node, assignment.target)
    : node.namedChildren().filter((child) => !grammar.comments.has(String(child.kind())));
  const isAnnotation = kind === "assignment" && !node.field("right");
  const whole = stepOf(node, place, state);
  if (isDefinition(node)) {
    walkChildren(node, inner, state);
    return true;
  }
  for (const target of given) {
    if (kind === "delete_statement") writeDeleted(target, node, inner, state);
    else if (grammar.assignmentBinds && !assignment.augmented) bindTarget(target, !isAnnotation, node, inner, state);
    else
      writeTarget(
        target,
        whole,
        inner,
        state,
        assignment.augmented === true && !place.discarded && !STATEMENTS.has(kind),
      );
  }
  const done = new Set(given.map((child) => child.id()));
  walkChildren(node, inner, state, done);
  return true;
}

/** Kinds that are statements themselves, so that their value can't be read. */
const STATEMENTS = new Set(["augmented_assignment", "inc_statement", "dec_statement", "send_statement"]);

/** Python: a plain name is bound by its assignment; an attribute or item is written. */
function bindTarget(target: SgNode, assigned: boolean, whole: SgNode, place: Place, state: WalkState): void {
  const kind = String(target.kind());
  if (state.grammar.names.has(kind)) {
    const isForeign = place.scope.foreign.has(target.text());
    bindPattern(target, place.scope, { as: "local", assigned, hoist: true, whole }, place, state);
    if (isForeign) state.uses.push({ name: target.text(), scope: place.scope, start: target.range().start.index });
  } else if (state.grammar.patterns[kind])
    for (const child of target.namedChildren()) bindTarget(child, assigned, whole, place, state);
  else {
    if (assigned) state.writes.push({ ...stepOf(whole, place, state), target: textOf(target, state) });
    state.walk(target, place);
  }
}

function writeTarget(
  target: SgNode,
  whole: ReturnType<typeof stepOf>,
  place: Place,
  state: WalkState,
  isRead: boolean,
): void {
  const kind = String(target.kind());
  if (state.grammar.names.has(kind)) {
    if (target.text() !== "_") state.plainWrites.push({ name: target.text(), scope: place.scope, step: whole });
    if (isRead) state.walk(target, place);
  } else if (state.grammar.patterns[kind]) {
    for (const child of target.namedChildren()) writeTarget(child, whole, place, state, isRead);
  } else if (kind === "parenthesized_expression" && target.namedChildren().length === 1) {
    for (const child of target.namedChildren()) writeTarget(child, whole, place, state, isRead);
  } else {
    state.writes.push({ ...whole, target: textOf(target, state) });
    state.walk(target, place);
  }
}

function writeDeleted(target: SgNode, whole: SgNode, place: Place, state: WalkState): void {
  if (target.kind() === "expression_list")
    for (const child of target.namedChildren()) writeDeleted(child, whole, place, state);
  else {
    if (!state.grammar.names.has(String(target.kind())))
      state.writes.push({ ...stepOf(whole, place, state), target: textOf(target, state) });
    state.walk(target, place);
  }
}

/** `for (const x of xs)` binds, `for (x of xs)` assigns. Goes on as a loop. */
function readForIn(node: SgNode, place: Place, state: WalkState): boolean {
  const left = node.field("left");
  if (left && !node.field("kind")) writeTarget(left, stepOf(left, place, state), place, state, false);
  return false;
}
