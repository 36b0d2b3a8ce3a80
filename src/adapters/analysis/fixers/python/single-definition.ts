import { openDefinitions } from "../../flow/definitions.ts";
import { flowGrammar } from "../../flow/flow-grammar.ts";
import type { SgNode } from "../../parse.ts";

/**
 * The expression that a name holds where it is used, when that is certain and nobody else uses it: one plain assignment in
 * the same function, read nowhere else before the next one. Then both may be rewritten together.
 *
 * @returns the node itself when it is no name, undefined when it isn't certain.
 */
export function singleDefinition(root: SgNode, use: SgNode): SgNode | undefined {
  if (!use.is("identifier")) return use;
  const grammar = flowGrammar("python");
  const scope = use.ancestors().find((node) => node.is("function_definition")) ?? root;
  const [definition, ...others] = grammar ? openDefinitions(root, grammar).reaching(use) : [];
  if (!definition?.value || others.length > 0 || !definition.node.is("assignment")) return undefined;
  const { value, node } = definition;
  return sameFunction(node, use) && isOnlyUse(scope, node, use) && !changedBetween(scope, value, use)
    ? value
    : undefined;
}

/** Between the assignment and the next one to the same name, if any, nothing else reads it. */
function isOnlyUse(scope: SgNode, definition: SgNode, use: SgNode): boolean {
  const from = definition.range().end.index;
  const later = scope
    .findAll({ rule: { kind: "identifier", regex: `^${use.text()}$` } })
    .filter((node) => node.range().start.index > from);
  const next = later.findIndex(
    (node) => node.parent()?.is("assignment") && node.parent()?.field("left")?.id() === node.id(),
  );
  return later.slice(0, next < 0 ? undefined : next).every((node) => node.id() === use.id());
}

/** A use in a loop or branch below the assignment is fine; one in another function isn't: it runs at another time. */
function sameFunction(definition: SgNode, use: SgNode): boolean {
  const owner = (node: SgNode) =>
    node
      .ancestors()
      .find((ancestor) => ancestor.is("function_definition") || ancestor.is("lambda"))
      ?.id();
  return owner(definition) === owner(use);
}

/** Whether a name in `value` is bound again before `use`. */
function changedBetween(scope: SgNode, value: SgNode, use: SgNode): boolean {
  const names = new Set(value.findAll({ rule: { kind: "identifier" } }).map((node) => node.text()));
  const [from, to] = [value.range().end.index, use.range().start.index];
  return scope
    .findAll({ rule: { any: [{ kind: "assignment" }, { kind: "augmented_assignment" }, { kind: "for_statement" }] } })
    .some((node) => {
      const at = node.range().start.index;
      return at > from && at < to && names.has(/^\w+/.exec(node.field("left")?.text() ?? "")?.[0] ?? "");
    });
}
