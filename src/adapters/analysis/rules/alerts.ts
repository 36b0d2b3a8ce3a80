import type { Alert, Source } from "../../../core/analysis.ts";
import { openFlow, type FlowTracker } from "../flow/open-flow.ts";
import type { SgNode } from "../parse.ts";
import type { Matcher, Rule } from "./compile-rule.ts";
import { firstLook, recordFind } from "./first-look.ts";
import { fixesOf } from "./fixes.ts";
import type { RuleSet } from "./load-rules.ts";
import { mentions, type Mentions } from "./mentions.ts";
import { reduceAlerts } from "./reduce-alerts.ts";
import { sinkOf } from "./sink-of.ts";
import { boundNodes, spanOfNodes } from "../span-of-node.ts";

/** One rule reports at most so many places of a file: past that the file is generated, or an attack on the reader. */
const MAX_ALERTS = 200;

/**
 * What the rules of `tier` report of a source, by position. `root` is the tree of `source.text`.
 *
 * Only rules of which a prefilter literal and what their own words need stand in the text are run, since each is compiled anew
 * and walks the whole tree.
 */
export function alertsOf(root: SgNode, source: Source, rules: RuleSet, tier: "speaks" | "all"): Alert[] {
  const flow = openFlow(root, source.language);
  const text = mentions(source.text);
  const possible = rules
    .of(source.language)
    .filter((rule) => (tier === "all" || rule.tier === "speaks") && mayMatch(rule, text, flow));
  const found = firstLook(root, possible, source.text.length);
  const alerts = possible.flatMap((rule) => {
    const { config, probe } = rule.matcher;
    const matches = found.has(rule) ? foundIn(root, probe ?? config) : [];
    recordFind(rule, matches.length > 0);
    const held = holding(matches, rule.matcher, flow);
    const all = probe && held.length > 0 ? holding(foundIn(root, config), rule.matcher, flow) : held;
    return all.slice(0, MAX_ALERTS).map((match) => alertOf(rule, match, root, source));
  });
  return reduceAlerts(alerts);
}

/** The nodes that match, all flows included. */
export function matchesOf(root: SgNode, matcher: Matcher, flow: FlowTracker): SgNode[] {
  return holding(foundIn(root, matcher.config), matcher, flow);
}

function holding(matches: readonly SgNode[], matcher: Matcher, flow: FlowTracker): SgNode[] {
  return matches.filter(
    (match) =>
      matcher.flow.every((each) => flow.holds(match, each)) && (!matcher.calls || flow.isCallOf(match, matcher.calls)),
  );
}

/** TypeScript's plain grammar has no JSX: a rule about it has nothing to find there, which ast-grep calls an error. */
function foundIn(root: SgNode, config: Matcher["config"]): SgNode[] {
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

/** What costs a look at the words is asked before what costs a walk. */
function mayMatch({ alsoNeeds, matcher, prefilter }: Rule, text: Mentions, flow: FlowTracker): boolean {
  return (
    prefilter.some(text.has) &&
    (alsoNeeds?.some(text.has) ?? true) &&
    matcher.needs().every((need) => need.some(text.holds)) &&
    matcher.flow.every((each) => flow.mayHold(each))
  );
}
