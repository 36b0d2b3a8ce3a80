import type { SgNode } from "../../parse.ts";
import type { FoundNodes } from "../found-nodes.ts";
import { pathText, rangeOf, type FunctionPlaces } from "./function-places.ts";
import { reaches } from "./order.ts";

/**
 * Whether a name still holds what another path held before that was handed to one of `movers`, which may have moved it:
 * `first = list->items; list->items = realloc(list->items, n); use(first)`.
 */
export function isOutdated(places: FunctionPlaces, use: SgNode, movers: FoundNodes): boolean {
  const path = pathText(use);
  const at = rangeOf(use).start;
  const latest = places.assignments.findLast(
    (each) => each.path === path && each.end <= at && reaches(places, each.end, at),
  );
  if (!latest?.value || latest.adds || !/^(?:identifier|field_expression)$/.test(String(latest.value.kind())))
    return false;
  const given = places.takers().get(pathText(latest.value)) ?? [];
  return given.some(
    (call) => movers.has(call.id) && call.start >= latest.end && call.end <= at && reaches(places, call.end, at),
  );
}
