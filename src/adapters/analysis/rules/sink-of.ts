import type { SgNode } from "../parse.ts";
import type { Rule } from "./compile-rule.ts";
import { boundNodes } from "../span-of-node.ts";

/** What a match calls dangerous: its rule's `sink`, else the callee of the matched call, else the rule's own name. */
export function sinkOf(match: SgNode, rule: Pick<Rule, "id" | "sink">): string {
  if (rule.sink === undefined) return calleeOf(match) ?? rule.id.slice(rule.id.indexOf("-") + 1);
  const bound = boundNodes(match, rule.sink)?.[0].text() ?? match.getTransformed(rule.sink);
  return folded(bound ?? rule.sink);
}

function calleeOf(node: SgNode): string | undefined {
  const callee = node.field("function") ?? node.field("constructor");
  if (callee) return folded(callee.text());
  if (node.is("method_invocation"))
    return folded([node.field("object")?.text(), node.field("name")?.text()].filter(Boolean).join("."));
  const type = node.is("object_creation_expression") ? node.field("type") : null;
  return type ? `new ${folded(type.text())}` : undefined;
}

function folded(text: string): string {
  return text.replaceAll(/\s+/g, "").slice(0, 120);
}
