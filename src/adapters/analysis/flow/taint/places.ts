import type { SgNode } from "../../parse.ts";
import type { Condition, Syntax } from "../syntax/syntax.ts";
import type { Interval } from "./nesting.ts";

/** A stretch that runs only sometimes. Two with one `group` exclude each other. */
export type Branch = Interval & { group: number; leaves: boolean; loops: boolean };

/** A condition, where it stands, and the stretches where it is known to hold or not to. */
export type Test = {
  at: number;
  condition: () => Condition;
  holds: Interval[];
  fails: Interval[];
  /** What follows in the same block, whichever way it went. */
  rest: Interval;
};

/** A node of a kind that matters. */
export type Found = Interval & { node: SgNode; kind: string };

type PlacedTest = { test: Test; after: number; leaves: { yes: boolean; no: boolean } };

/** More places than this are generated, or an attack: such a file isn't followed. */
export const MAX_PLACES = 60_000;

export function findPlaces(root: SgNode, syntax: Syntax): Found[] {
  const kinds = new Set([
    ...syntax.functions,
    ...syntax.classes,
    ...syntax.bindings,
    ...syntax.calls,
    ...syntax.branchings,
    ...syntax.returns,
    ...syntax.imports,
  ]);
  const known = [...kinds].filter((kind) => isKnown(root, kind));
  const nodes = root.findAll({ rule: { any: known.map((kind) => ({ kind })) } });
  if (nodes.length > MAX_PLACES) return Array.from({ length: MAX_PLACES + 1 });
  return nodes.map((node) => {
    const { start, end } = node.range();
    return { node, kind: String(node.kind()), start: start.index, end: end.index };
  });
}

/** A kind that a grammar lacks, say of TypeScript in JavaScript, makes a search throw. */
function isKnown(node: SgNode, kind: string): boolean {
  try {
    node.matches({ rule: { kind } });
    return true;
  } catch {
    return false;
  }
}

export function readBranches(found: readonly Found[], syntax: Syntax): { branches: Branch[]; tests: PlacedTest[] } {
  const branches: Branch[] = [];
  const tests: PlacedTest[] = [];
  found.forEach(({ node, start, end, kind }, group) => {
    const branching = syntax.branchingOf(node);
    if (!branching) return;
    const { condition, yes, no, loops = false } = branching;
    const isStatement = /statement|clause/.test(kind);
    const [firsts, seconds] = [yes ? [yes] : [], no ?? []].map((blocks) =>
      blocks.map((block) => {
        const range = block.range();
        const leaves = isStatement && !loops && syntax.leaves(block);
        const branch = { start: range.start.index, end: range.end.index, group, leaves, loops };
        branches.push(branch);
        return branch;
      }),
    );
    if (!condition) return;
    const test: Test = {
      at: start,
      condition,
      holds: [...(firsts ?? [])],
      fails: [...(seconds ?? [])],
      rest: { start: end, end },
    };
    const leave = (each: Branch[] | undefined): boolean => each?.length === 1 && each[0]?.leaves === true;
    tests.push({ test, after: end, leaves: { yes: leave(firsts), no: leave(seconds) } });
  });
  return { branches, tests };
}
