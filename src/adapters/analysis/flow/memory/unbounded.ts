import type { SgNode } from "../../parse.ts";
import { pathText, rangeOf, type FunctionPlaces } from "./function-places.ts";
import { mentions } from "./mentions-bare.ts";
import { reaches } from "./order.ts";

const PATHS = {
  rule: { any: [{ kind: "identifier" }, { kind: "field_expression" }, { kind: "subscript_expression" }] },
};
/** Comparison with these says nothing of how large something is. */
const WITH_NOTHING =
  /^(?:NULL|nullptr|0|-1|false)$|^(?:NULL|0|-1)[<>=!]|[<>=!]=?(?:NULL|nullptr|0|-1|\([\w ]+\*\)(?:NULL|0))$/;
/** Functions that judge how large something is. */
const JUDGES = /valid|check|bound|overflow|range|fits|limit|safe|mul|max|min|contain/i;
/** What makes its own bound, or counts what is there. */
const BOUNDS =
  /(?:^|\W)\w*(?:min|max|clamp|bound|limit|strn?len|sizeof|wcslen|clip|saturat|ceil|align|count|size|length)\w*\s*\(|[%&]|>>|\/|\?/i;
const ALLOCATES = /alloc\w*$|reserve$|resize$|extend$|grow\w*$/i;
const CONSTANT = /^[A-Z][A-Z0-9_]*$/;
const MAX_STEPS = 3;

/** Varies, and no test before its use names it or what it was computed from. */
export function isUncompared(places: FunctionPlaces, use: SgNode): boolean {
  const paths = pathsBehind(places, use, /^$/);
  const at = rangeOf(use).start;
  return paths !== undefined && !testsBefore(places, at).some((text) => namesOne(text, paths));
}

/**
 * Whether a quantity varies and nothing before its use compares it, or what it was computed from, with anything. What a
 * function that limits or counts gave, a remainder, a mask and a quotient are bounded by what they are; so is what was allocated.
 */
export function isUnbounded(places: FunctionPlaces, use: SgNode): boolean {
  const paths = pathsBehind(places, use, BOUNDS);
  const at = rangeOf(use).start;
  if (!paths || hasRoom(places, at, paths)) return false;
  return !places.tests.some(({ end, kind, start, text }) => {
    if (start >= at || !namesOne(end <= at ? text : askedBefore(text.slice(0, at - start)), paths)) return false;
    if (kind === "comparison") return /[<>]|[=!]=/.test(text) && !WITH_NOTHING.test(text.replace(/\s+/g, ""));
    return kind === "assertion" || JUDGES.test(text);
  });
}

/** As much was allocated before. */
function hasRoom({ calls }: FunctionPlaces, at: number, paths: ReadonlySet<string>): boolean {
  const makers = calls.filter((call) => call.end <= at && ALLOCATES.test(call.name));
  return makers.some((call) => call.arguments.some((each) => namesOne(each.text(), paths)));
}

/** The texts of the tests before a place; of one around it, what is asked before it gets there: `n > 0 &&`. */
export function testsBefore({ tests }: FunctionPlaces, at: number): string[] {
  return tests.flatMap(({ end, start, text }) => {
    if (start >= at) return [];
    return [end <= at ? text : askedBefore(text.slice(0, at - start))];
  });
}

function askedBefore(text: string): string {
  return text.slice(0, Math.max(0, text.lastIndexOf("&&"), text.lastIndexOf("||"), text.lastIndexOf("?")));
}

function namesOne(text: string, paths: ReadonlySet<string>): boolean {
  return [...paths].some((path) => mentions(text, path));
}

/** What a quantity is made of, some assignments back; undefined when that is constant, or somewhere limits it. */
function pathsBehind(places: FunctionPlaces, use: SgNode, limits: RegExp): Set<string> | undefined {
  const at = rangeOf(use).start;
  const sources = [use];
  const paths = new Set<string>();
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const found = sources.splice(0).flatMap((node) => (limits.test(node.text().slice(0, 300)) ? ["?"] : pathsIn(node)));
    if (found.includes("?")) return undefined;
    for (const path of found.filter((each) => !paths.has(each))) {
      paths.add(path);
      const latest = places.assignments.findLast(
        (each) => each.path === path && each.end <= at && reaches(places, each.end, at),
      );
      if (latest?.value && !latest.adds) sources.push(latest.value);
    }
  }
  return paths.size > 0 ? paths : undefined;
}

/** The outermost names and members in an expression, without what is called. */
function pathsIn(node: SgNode): string[] {
  const found = node.matches(PATHS) ? [node, ...node.findAll(PATHS)] : node.findAll(PATHS);
  const taken: { start: number; end: number }[] = [];
  return found.flatMap((each) => {
    const at = rangeOf(each);
    if (taken.some((outer) => outer.start <= at.start && at.end <= outer.end)) return [];
    taken.push(at);
    const path = pathText(each);
    const isCallee = each.parent()?.field("function")?.id() === each.id();
    return isCallee || CONSTANT.test(path) ? [] : [path];
  });
}
