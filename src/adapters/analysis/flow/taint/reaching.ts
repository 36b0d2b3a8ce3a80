import type { Parameter } from "../syntax/syntax.ts";
import type { FileIndex, PlacedBinding, Scope } from "./file-index.ts";
import type { Branch } from "./places.ts";
import type { Nesting } from "./nesting.ts";

/** Where a name may have got its value. Without either nobody in the file gave it one. */
export type Reaching = {
  bindings: readonly PlacedBinding[];
  parameter?: { scope: Scope; parameter: Parameter };
};

const NOWHERE: Reaching = { bindings: [] };
/** Of a name that is written more often only the latest count. */
const MAX_BINDINGS = 40;

/** What a name that stands at `position` may hold, by the innermost scope that binds it. */
export function reachingAt(index: FileIndex, name: string, position: number): Reaching {
  const start = index.scopeAt(position);
  let runsHere = true;
  for (let scope: Scope | undefined = start; scope; scope = scope.around) {
    const bindings = scope.bindings.get(name) ?? [];
    const parameter = index.parametersOf(scope).find((each) => each.name === name && each.index >= 0);
    if (bindings.length > 0 || parameter) {
      // A function sees what the code around it does at any time, and a comprehension what it binds itself.
      const found =
        runsHere && !scope.orderless
          ? latest(bindings, position, index.branches)
          : { bindings: bindings.slice(-MAX_BINDINGS), certain: false };
      return { bindings: found.bindings, ...(parameter && !found.certain && { parameter: { scope, parameter } }) };
    }
    // A comprehension runs where it stands.
    runsHere &&= scope.orderless;
  }
  return NOWHERE;
}

/** The latest before the position, and earlier ones as long as a later one may not have happened, or only added. */
function latest(
  bindings: readonly PlacedBinding[],
  position: number,
  branches: Nesting<Branch>,
): { bindings: PlacedBinding[]; certain: boolean } {
  const here = outwards(branches.at(position), branches);
  const groups = new Set(here.map((branch) => branch.group));
  const found: PlacedBinding[] = [];
  for (const binding of near(bindings, position)) {
    const around = outwards(binding.branch, branches);
    const apart = around.filter((branch) => !here.includes(branch));
    const isBefore = binding.end <= position;
    // In a loop what stands below comes before, too.
    if (!isBefore && !(binding.start >= position && around.some((branch) => branch.loops && here.includes(branch))))
      continue;
    if (apart.some((branch) => groups.has(branch.group) || (branch.leaves && branch.end <= position))) continue;
    found.push(binding);
    if (isBefore && apart.length === 0 && binding.adds !== true) return { bindings: found, certain: true };
    if (found.length >= MAX_BINDINGS) break;
  }
  return { bindings: found, certain: false };
}

/** The latest that start before the position, latest first, and some that follow. They are bound in source order. */
function near(bindings: readonly PlacedBinding[], position: number): PlacedBinding[] {
  let low = 0;
  let high = bindings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bindings[middle]?.start ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return bindings.slice(Math.max(0, low - MAX_BINDINGS * 4), low + MAX_BINDINGS).toReversed();
}

/** A branch and those around it; deep nesting is cut. */
function outwards(branch: Branch | undefined, branches: Nesting<Branch>): Branch[] {
  const path: Branch[] = [];
  for (let at = branch; at && path.length < 30; at = branches.around(at)) path.push(at);
  return path;
}
