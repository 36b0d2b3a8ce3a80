import type { SgNode } from "../../parse.ts";
import { pathText, rangeOf, type FunctionPlaces } from "./function-places.ts";
import { mentions } from "./mentions-bare.ts";
import { reaches } from "./order.ts";

/** Whether a pointer is read or written through here, and asked only afterwards whether it is null, the same value still. */
export function isTestedLate(places: FunctionPlaces, use: SgNode): boolean {
  const path = pathText(use);
  const { end, start } = rangeOf(use);
  const isNullTest = (text: string): boolean => {
    const squeezed = text.replace(/\s+/g, "");
    return (
      squeezed === `!${path}` ||
      squeezed === `(${path})` ||
      /^(?:==|!=)(?:NULL|nullptr)$/.test(squeezed.replace(path, ""))
    );
  };
  const wasAsked = places.tests.some((test) => test.start < start && mentions(test.text, path));
  const later = places.tests.find((test) => test.start > end && isNullTest(test.text));
  if (wasAsked || !later || !reaches(places, end, later.start)) return false;
  const isChanged = places.assignments.some((each) => each.path === path && each.start < later.end && each.end > start);
  const isInLoop = places.loops.some(
    (loop) => loop.start <= later.start && later.end <= loop.end && start < loop.start,
  );
  return !isChanged && !isInLoop;
}
