import type { NapiConfig } from "@ast-grep/napi";
import type { SgNode } from "../parse.ts";

/** A node and where it stands, so that containment is a comparison of numbers. */
export type FoundNode = { node: SgNode; id: number; start: number; end: number };

/** What a rule object finds in one tree, found once, by position. */
export type FoundNodes = {
  /** Those that stand within these offsets. */
  within(start: number, end: number): FoundNode[];
  has(id: number): boolean;
  isEmpty: boolean;
};

const NOTHING: FoundNodes = { within: () => [], has: () => false, isEmpty: true };

/** Runs each rule object at most once over the tree: compiling one costs more than most walks. */
export function openFoundNodes(root: SgNode): (config: NapiConfig | undefined) => FoundNodes {
  const known = new Map<NapiConfig, FoundNodes>();
  return (config) => {
    if (!config) return NOTHING;
    const found = known.get(config) ?? findAll(root, config);
    known.set(config, found);
    return found;
  };
}

function findAll(root: SgNode, config: NapiConfig): FoundNodes {
  const nodes = root
    .findAll(config)
    .map((node): FoundNode => {
      const { start, end } = node.range();
      return { node, id: node.id(), start: start.index, end: end.index };
    })
    .toSorted((a, b) => a.start - b.start);
  const ids = new Set(nodes.map((found) => found.id));
  return {
    isEmpty: nodes.length === 0,
    has: (id) => ids.has(id),
    within(start, end) {
      const inside: FoundNode[] = [];
      for (let at = firstFrom(nodes, start); at < nodes.length; at += 1) {
        const found = nodes[at];
        if (!found || found.start >= end) break;
        if (found.end <= end) inside.push(found);
      }
      return inside;
    },
  };
}

/** The index of the first node that starts at `start` or later. */
function firstFrom(nodes: readonly FoundNode[], start: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
