import type { Language } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import type { CompiledFlow } from "../rules/compile-rule.ts";
import { openDefinitions, type Definition } from "./definitions.ts";
import { flowGrammar } from "./flow-grammar.ts";
import { isVarying } from "./varying.ts";

/** Following values back to where they come from, within one file. Built lazily: most files need none of it. */
export type FlowTracker = {
  /** Whether the flow reaches the metavariable that it names; without such a metavariable it doesn't. */
  holds(match: SgNode, flow: CompiledFlow): boolean;
};

/** How many assignments a value is followed through, and how many expressions are looked at for one match. */
const MAX_STEPS = 6;
const MAX_EXPRESSIONS = 60;

export function openFlow(root: SgNode, language: Language): FlowTracker {
  const grammar = flowGrammar(language);
  if (!grammar) return { holds: () => false };
  const definitions = openDefinitions(root, grammar);
  const followed = [...grammar.names, ...Object.keys(grammar.members)].map((kind) => ({ kind }));
  return {
    holds(match, flow) {
      const one = match.getMatch(flow.into);
      const starts = one ? [one] : match.getMultipleMatches(flow.into);
      const cleans = (node: SgNode): boolean => flow.stoppedBy !== undefined && node.matches(flow.stoppedBy);
      const cleaned = (node: SgNode, expression: SgNode): boolean => {
        if (!flow.stoppedBy) return false;
        const path = [node, ...node.ancestors()];
        return path.slice(0, path.findIndex((each) => each.id() === expression.id()) + 1).some(cleans);
      };
      const isSource = (node: SgNode): boolean => !flow.varying || isVarying(node, grammar, definitions, cleans);
      if (!flow.from && !flow.parameter) return starts.some((node) => isSource(node));
      const queue = starts.map((node) => ({ node, steps: MAX_STEPS }));
      const seen = new Set<number>();
      for (let at = 0; at < Math.min(queue.length, MAX_EXPRESSIONS); at += 1) {
        const { node, steps } = queue[at] ?? { node: match, steps: 0 };
        if (flow.from && node.findAll(flow.from).some((found) => !cleaned(found, node) && isSource(found))) return true;
        if (steps === 0) continue;
        const names = node.findAll({ rule: { any: followed } });
        const reaching = names
          .filter((name) => !cleaned(name, node))
          .flatMap((name): Definition[] => definitions.reaching(name));
        if (flow.parameter && reaching.some((definition) => !definition.value)) return true;
        for (const { value } of reaching) {
          if (!value || seen.has(value.id())) continue;
          seen.add(value.id());
          queue.push({ node: value, steps: steps - 1 });
        }
      }
      return false;
    },
  };
}
