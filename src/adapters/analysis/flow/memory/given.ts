import type { SgNode } from "../../parse.ts";
import type { FoundNodes } from "../found-nodes.ts";
import { pathText, rangeOf, type Call, type FunctionPlaces } from "./function-places.ts";
import { reaches } from "./order.ts";

/** Whether what is used here was handed to one of `takers` before, on a way that leads here, and got no new value since. */
export function isGivenBefore(places: FunctionPlaces, use: SgNode, takers: FoundNodes): boolean {
  const path = pathText(use);
  const { end, start } = rangeOf(use);
  const given = places.takers().get(path) ?? [];
  return given.some(
    (call) =>
      call.end <= start &&
      takers.has(call.id) &&
      reaches(places, call.end, start) &&
      !isReplaced(places, call, { path, start, end }),
  );
}

/** Also by the assignment that takes the call's result, or one in a loop's head around the call. */
function isReplaced(places: FunctionPlaces, call: Call, use: { path: string; start: number; end: number }): boolean {
  return places.assignments.some((each) => {
    if (!isPartOf(use.path, each.path) || each.start > use.end) return false;
    if (each.end >= call.end && !(each.start <= use.start && use.end <= each.end && !isTarget(each, use))) return true;
    return places.loops.some((loop) => loop.start <= each.start && call.end <= loop.end && use.start >= loop.end);
  });
}

/** `p = next` replaces `p` and `p->data`. */
function isPartOf(path: string, whole: string): boolean {
  return path === whole || (path.startsWith(whole) && /^(?:->|\.|\[)/.test(path.slice(whole.length)));
}

/** The use is what is assigned to, and not read for it. */
function isTarget(assignment: { start: number; path: string }, use: { path: string; start: number }): boolean {
  return assignment.path === use.path && assignment.start === use.start;
}
