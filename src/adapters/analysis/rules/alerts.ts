import type { Alert, Source } from "../../../core/analysis.ts";
import { openFlow, type FlowTracker } from "../flow/open-flow.ts";
import type { SgNode } from "../parse.ts";
import type { Matcher, Rule } from "./compile-rule.ts";
import { fixesOf } from "./fixes.ts";
import type { RuleSet } from "./load-rules.ts";
import { mentions } from "./mentions.ts";
import { reduceAlerts } from "./reduce-alerts.ts";
import { sinkOf } from "./sink-of.ts";
import { boundNodes, spanOfNodes } from "../span-of-node.ts";

/** One rule reports at most so many places of a file: past that the file is generated, or an attack on the reader. */
const MAX_ALERTS = 200;

/**
 * What the rules of `tier` report of a source, by position. `root` is the tree of `source.text`.
 *
 * Only rules of which a prefilter literal stands in the text are run, since each is compiled anew and walks the whole tree.
 */
export function alertsOf(root: SgNode, source: Source, rules: RuleSet, tier: "speaks" | "all"): Alert[] {
  const flow = openFlow(root, source.language);
  const isMentioned = mentions(source.text);
  const alerts = rules
    .of(source.language)
    .filter((rule) => (tier === "all" || rule.tier === "speaks") && mayMatch(rule, isMentioned))
    .flatMap((rule) =>
      matchesOf(root, rule.matcher, flow)
        .slice(0, MAX_ALERTS)
        .map((match) => alertOf(rule, match, root, source)),
    );
  return reduceAlerts(alerts);
}

/** The nodes that match, all flows included. */
export function matchesOf(root: SgNode, matcher: Matcher, flow: FlowTracker): SgNode[] {
  return foundIn(root, matcher).filter(
    (match) =>
      matcher.flow.every((each) => flow.holds(match, each)) && (!matcher.calls || flow.isCallOf(match, matcher.calls)),
  );
}

/** TypeScript's plain grammar has no JSX: a rule about it has nothing to find there, which ast-grep calls an error. */
function foundIn(root: SgNode, { config }: Matcher): SgNode[] {
  try {
    return root.findAll(config);
  } catch (error) {
    if (error instanceof Error && /Kind `jsx_\w+` is invalid/.test(error.message)) return [];
    throw error;
  }
}

function alertOf(rule: Rule, match: SgNode, root: SgNode, source: Source): Alert {
  const [first, last] = (rule.report === undefined ? undefined : boundNodes(match, rule.report)) ?? [match, match];
  const span = spanOfNodes(first, last);
  const { id: ruleId, weakness, severity, tier, message } = rule;
  return {
    ruleId,
    weakness,
    severity,
    tier,
    message,
    span,
    quote: source.text.slice(span.start, span.end),
    sink: sinkOf(match, rule),
    fixes: fixesOf(rule.fixes, { root, match, source }),
  };
}

function mayMatch({ prefilter, alsoNeeds }: Rule, isMentioned: (literal: string) => boolean): boolean {
  return prefilter.some(isMentioned) && (alsoNeeds?.some(isMentioned) ?? true);
}
