import type { Shape, Source } from "../../../core/analysis.ts";
import { openFlow } from "../flow/open-flow.ts";
import type { SgNode } from "../parse.ts";
import { matchesOf } from "./alerts.ts";
import type { RuleSet } from "./load-rules.ts";
import { boundNodes, spanOfNodes } from "../span-of-node.ts";

const NAME_KINDS = new Set(["identifier", "shorthand_property_identifier"]);

/** Where the secure shapes of these rules stand, by position, with the names in the metavariables that data flows into. */
export function shapesOf(root: SgNode, source: Source, rules: RuleSet, ruleIds: readonly string[]): Shape[] {
  const flow = openFlow(root, source.language);
  const shapes = rules
    .of(source.language)
    .filter((rule) => ruleIds.includes(rule.id))
    .flatMap((rule) =>
      rule.secure.flatMap((shape) =>
        matchesOf(root, shape, flow).map((match) => ({
          ruleId: rule.id,
          span: spanOfNodes(match),
          names: [...new Set(shape.names.flatMap((name) => namesIn(match, name)))],
        })),
      ),
    );
  return shapes.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function namesIn(match: SgNode, metavariable: string): string[] {
  if (!boundNodes(match, metavariable)) return [];
  const one = match.getMatch(metavariable);
  const nodes = one ? [one] : match.getMultipleMatches(metavariable);
  return nodes.flatMap((node) => namesUnder(node));
}

function namesUnder(node: SgNode): string[] {
  // By text: a kind that a grammar lacks can't be named in a rule object.
  return node
    .findAll({ rule: { regex: "^[A-Za-z_$][A-Za-z0-9_$]*$" } })
    .filter((each) => NAME_KINDS.has(String(each.kind())))
    .map((each) => each.text());
}
