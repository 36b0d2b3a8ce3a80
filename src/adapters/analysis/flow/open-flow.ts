import type { Language } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import type { CompiledFlow } from "../rules/compile-rule.ts";
import { openDefinitions, type Definition, type Definitions } from "./definitions.ts";
import { flowGrammar, type FlowGrammar } from "./flow-grammar.ts";
import { openFoundNodes, type FoundNodes } from "./found-nodes.ts";
import { openMemory, type MemoryTracker } from "./memory/open-memory.ts";
import type { SourceKind } from "./taint/model-schema.ts";
import type { Models } from "./taint/models.ts";
import { openTaint, type TaintTracker } from "./taint/open-taint.ts";
import { possibleSources } from "./taint/possible-sources.ts";
import { isVarying } from "./varying.ts";

/** Following values back to where they come from, within one file. Built lazily: most files need none of it. */
export type FlowTracker = {
  /** Whether the text has such sources at all: asked before anything is looked for in the tree. */
  mayHold(flow: CompiledFlow): boolean;
  /** Whether the flow reaches the metavariable that it names; without such a metavariable it doesn't. */
  holds(match: SgNode, flow: CompiledFlow): boolean;
  /** Whether the call is of one of these paths, whatever its names are imported as. */
  isCallOf(call: SgNode, calls: { paths: ReadonlySet<string>; models: () => Models }): boolean;
};

/** How many assignments a value is followed through, and how many expressions are looked at for one match. */
const MAX_STEPS = 6;
const MAX_EXPRESSIONS = 60;

export function openFlow(root: SgNode, language: Language): FlowTracker {
  const grammar = flowGrammar(language);
  if (!grammar) return { mayHold: () => false, holds: () => false, isCallOf: () => false };
  const definitions = openDefinitions(root, grammar);
  const find = openFoundNodes(root);
  const namesIn = openNames(grammar);
  let taint: TaintTracker | undefined;
  let isTaintOpen = false;
  const taintBy = (models: Models): TaintTracker | undefined => {
    if (!isTaintOpen) taint = openTaint(root, language, models);
    isTaintOpen = true;
    return taint;
  };
  let memory: MemoryTracker | undefined;
  let isMemoryOpen = false;
  const memoryOnce = (): MemoryTracker | undefined => {
    if (!isMemoryOpen) memory = openMemory(root, language);
    isMemoryOpen = true;
    return memory;
  };
  let sources: ReadonlySet<SourceKind> | undefined;
  const sourcesBy = (models: Models): ReadonlySet<SourceKind> => (sources ??= possibleSources(root.text(), models));
  const mayHold = ({ tainted }: CompiledFlow): boolean =>
    !tainted || tainted.by.some((kind) => sourcesBy(tainted.models()).has(kind));
  return {
    mayHold,
    isCallOf: (call, { models, paths }) => {
      const names = taintBy(models())?.paths.of(call) ?? [];
      return names.some((name) => paths.has(name) || paths.has(`*${name.slice(name.lastIndexOf("."))}`));
    },
    holds(match, flow) {
      const one = match.getMatch(flow.into);
      const starts = one ? [one] : match.getMultipleMatches(flow.into).filter((node) => node.isNamed());
      if (flow.tainted) {
        const { by, models, purposes } = flow.tainted;
        if (starts.length === 0 || !mayHold(flow)) return false;
        return starts.some((node) => taintBy(models())?.reaches(node, purposes, by) === true);
      }
      if (flow.fact) {
        const { fact } = flow;
        const array = flow.of === undefined ? undefined : (match.getMatch(flow.of) ?? undefined);
        return starts.some((node) => memoryOnce()?.holds(fact, node, find(flow.from), array) === true);
      }
      const sources = find(flow.from);
      if (flow.from && sources.isEmpty && !flow.parameter) return false;
      const stops = find(flow.stoppedBy);
      const varies = (node: SgNode) => isVarying(node, grammar, definitions, (each) => stops.has(each.id()));
      if (!flow.from && !flow.parameter) return starts.some(varies);
      const isSource = (node: SgNode) => !flow.varying || varies(node);
      const reaches = (expression: SgNode) => sourceIn(expression, sources, stops, isSource);
      return follow(starts, reaches, flow.parameter, stops, namesIn, definitions);
    },
  };
}

/** Breadth first: from the expressions at the sink to those that their names were given. */
function follow(
  starts: readonly SgNode[],
  reaches: (expression: SgNode) => boolean,
  parameterCounts: boolean,
  stops: FoundNodes,
  namesIn: (node: SgNode) => SgNode[],
  definitions: Definitions,
): boolean {
  const queue = starts.map((node) => ({ node, steps: MAX_STEPS }));
  const seen = new Set<number>();
  for (let at = 0; at < Math.min(queue.length, MAX_EXPRESSIONS); at += 1) {
    const next = queue[at];
    if (!next) break;
    if (reaches(next.node)) return true;
    if (next.steps === 0) continue;
    const names = namesIn(next.node).filter((name) => !isStopped(name, next.node, stops));
    const reaching = names.flatMap((name): Definition[] => definitions.reaching(name));
    if (parameterCounts && reaching.some((definition) => !definition.value)) return true;
    for (const { value } of reaching) {
      if (!value || seen.has(value.id())) continue;
      seen.add(value.id());
      queue.push({ node: value, steps: next.steps - 1 });
    }
  }
  return false;
}

function sourceIn(
  expression: SgNode,
  sources: FoundNodes,
  stops: FoundNodes,
  isSource: (node: SgNode) => boolean,
): boolean {
  const { start, end } = expression.range();
  return sources
    .within(start.index, end.index)
    .some((found) => !isStopped(found.node, expression, stops) && isSource(found.node));
}

/** Whether a stop stands at the node or around it, within the expression. */
function isStopped(node: SgNode, expression: SgNode, stops: FoundNodes): boolean {
  const { start, end } = expression.range();
  const inside = node.range();
  return stops
    .within(start.index, end.index)
    .some((stop) => stop.start <= inside.start.index && inside.end.index <= stop.end);
}

/** The names and members in an expression. */
function openNames(grammar: FlowGrammar): (node: SgNode) => SgNode[] {
  const config = { rule: { any: [...grammar.names, ...Object.keys(grammar.members)].map((kind) => ({ kind })) } };
  return (node) => node.findAll(config);
}
