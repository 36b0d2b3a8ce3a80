import type { Interval } from "../taint/nesting.ts";
import type { FunctionPlaces } from "./function-places.ts";

/**
 * Whether control can come from the end of one place to the start of a later one: not into the other arm of a choice, not past
 * a `return` or the like that always follows, but along a `goto` to its label. Backwards, round a loop, it isn't followed.
 */
export function reaches(places: FunctionPlaces, from: number, to: number): boolean {
  if (fallsThrough(places, from, to)) return true;
  return places.jumps.some(({ label, start }) => {
    const target = label === undefined ? undefined : places.labels.get(label);
    if (target === undefined || start < from || target > to) return false;
    return fallsThrough(places, from, start) && fallsThrough(places, target, to);
  });
}

function fallsThrough(places: FunctionPlaces, from: number, to: number): boolean {
  if (from > to) return false;
  const isIn = ({ end, start }: Interval, position: number): boolean => start <= position && position < end;
  if (places.choices.some(([yes, no]) => isIn(yes, from - 1) && isIn(no, to))) return false;
  return !places.jumps.some((jump) => {
    if (jump.start < from || jump.end > to || to >= jump.until) return false;
    const block = places.blocks.at(jump.start);
    return !block || isIn(block, from - 1);
  });
}
