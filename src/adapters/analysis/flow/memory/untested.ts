import type { SgNode } from "../../parse.ts";
import type { FoundNodes } from "../found-nodes.ts";
import { pathText, rangeOf, type Assignment, type FunctionPlaces } from "./function-places.ts";
import { mentionsBare } from "./mentions-bare.ts";
import { reaches } from "./order.ts";

/**
 * Whether a pointer that is used here holds what one of `sources` gave, and nothing looked at it in between. Every test that
 * names it counts, whatever it asks; so does one in the same expression before the use.
 */
export function isUntested(places: FunctionPlaces, use: SgNode, sources: FoundNodes): boolean {
  const path = pathText(use);
  const at = rangeOf(use).start;
  const latest = places.assignments.findLast(
    (each) => each.path === path && each.end <= at && reaches(places, each.end, at),
  );
  if (!latest?.value || latest.adds || !isSource(latest.value, sources)) return false;
  return !isTested(places, path, latest, at);
}

/** The same seen from where the pointer gets its value: a later place reads or writes through it before anything looks. */
export function isTrusted(places: FunctionPlaces, target: SgNode): boolean {
  const path = pathText(target);
  const at = rangeOf(target).start;
  const own = places.assignments.find((each) => each.path === path && each.start <= at && at < each.end);
  if (!own) return false;
  const isNext = (use: number): boolean =>
    reaches(places, own.end, use) &&
    !places.assignments.some((each) => each.path === path && each.start >= own.end && each.start <= use);
  const first = places.dereferences.find((each) => each.path === path && each.start >= own.end && isNext(each.start));
  return first !== undefined && !isTested(places, path, own, first.start);
}

function isTested(places: FunctionPlaces, path: string, { end, start }: Assignment, use: number): boolean {
  return places.tests.some((test) => {
    // if ((p = malloc(n)) == NULL)
    if (test.start <= start && end <= test.end) return true;
    if (test.end <= end || test.start >= use) return false;
    const text = test.end <= use ? test.text : test.text.slice(0, use - test.start);
    return mentionsBare(text, path);
  });
}

/** The call itself, through casts and parentheses. */
function isSource(value: SgNode, sources: FoundNodes): boolean {
  let node: SgNode | null = value;
  for (let depth = 0; node && depth < 6; depth += 1) {
    if (sources.has(node.id())) return true;
    if (node.is("cast_expression")) node = node.field("value");
    else if (node.is("parenthesized_expression")) node = node.namedChildren()[0] ?? null;
    else return false;
  }
  return false;
}
