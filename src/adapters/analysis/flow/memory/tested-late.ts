import type { SgNode } from "../../parse.ts";
import { pathText, rangeOf, type FunctionPlaces } from "./function-places.ts";
import { mentions } from "./mentions-bare.ts";
import { reaches } from "./order.ts";

/** Whether a pointer is read or written through here, and asked only afterwards whether it is null, the same value still. */
export function isTestedLate(places: FunctionPlaces, use: SgNode): boolean {
  const path = pathText(use);
  const { end, start } = rangeOf(use);
  const bare = new Set([
    `!${path}`,
    `(${path})`,
    ...["==", "!="].flatMap((is) => [`${path}${is}NULL`, `${path}${is}nullptr`]),
  ]);
  const later = places.tests.find((test) => test.start > end && test.kind !== "assertion" && bare.has(test.squeezed));
  if (!later) return false;
  const wasAsked = places.tests.some((test) => test.start < start && mentions(test.text, path));
  if (wasAsked || !reaches(places, end, later.start)) return false;
  const isChanged = places.assignments.some((each) => each.path === path && each.start < later.end && each.end > start);
  const isInLoop = places.loops.some(
    (loop) => loop.start <= later.start && later.end <= loop.end && start < loop.start,
  );
  // In an arm that the test isn't part of, the pointer may have been sure.
  const block = places.blocks.at(start);
  const isBeside = !block || later.start < block.end;
  return !isChanged && !isInLoop && isBeside;
}
