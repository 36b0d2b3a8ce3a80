import { familyOf, type Language } from "../../../../core/language.ts";
import type { SgNode } from "../../parse.ts";
import type { FoundNodes } from "../found-nodes.ts";
import { openNesting, type Interval } from "../taint/nesting.ts";
import { isBeyond } from "./beyond.ts";
import { rangeOf, readPlaces, type FunctionPlaces } from "./function-places.ts";
import type { MemoryFact } from "./memory-fact.ts";
import { isGivenBefore } from "./given.ts";
import { isOutdated } from "./outdated.ts";
import { openSizes, type Sizes } from "./sizes.ts";
import { isUnbounded, isUncompared } from "./unbounded.ts";
import { isUnmeasured } from "./unmeasured.ts";
import { isTestedLate } from "./tested-late.ts";
import { isTrusted, isUntested } from "./untested.ts";

type Asked = { places: FunctionPlaces; owner: SgNode; use: SgNode; found: FoundNodes };

const FACTS: Readonly<Record<Exclude<MemoryFact, "beyond">, (asked: Asked) => boolean>> = {
  untested: ({ places, use, found }) => isUntested(places, use, found),
  trusted: ({ places, use }) => isTrusted(places, use),
  "tested-late": ({ places, use }) => isTestedLate(places, use),
  given: ({ places, use, found }) => isGivenBefore(places, use, found),
  outdated: ({ places, use, found }) => isOutdated(places, use, found),
  uncompared: ({ places, use }) => isUncompared(places, use),
  unbounded: ({ places, use }) => isUnbounded(places, use),
  unmeasured: ({ places, owner, use }) => isUnmeasured(places, owner, use),
};

/** What is known of pointers, amounts and arrays where they are used, function by function. */
export type MemoryTracker = {
  /** `found`: what the rule's `from` found in the file; `array`: the node of the rule's `of`. */
  holds(fact: MemoryFact, use: SgNode, found: FoundNodes, array: SgNode | undefined): boolean;
};

/**
 * The facts of one file. They follow the order of the text, its tests and its jumps, but no paths: of what happens in one of
 * two arms it is said that it may have happened. Function by function, nothing is known of callers and of what calls do.
 *
 * @returns undefined for languages that take care of their memory themselves.
 */
export function openMemory(root: SgNode, language: Language): MemoryTracker | undefined {
  if (familyOf(language) !== "c") return undefined;
  let owners: ReturnType<typeof openNesting<Interval & { node: SgNode }>> | undefined;
  let sizes: Sizes | undefined;
  const known = new Map<number, FunctionPlaces | undefined>();

  function ownerOf(use: SgNode): SgNode {
    owners ??= openNesting(
      root.findAll({ rule: { kind: "function_definition" } }).map((node) => ({ ...rangeOf(node), node })),
    );
    return owners.at(rangeOf(use).start)?.node ?? root;
  }

  return {
    holds(fact, use, found, array) {
      if (fact === "beyond") return array !== undefined && isBeyond(use, array, (sizes ??= openSizes(root)));
      if (/^(?:given|untested|outdated)$/.test(fact) && found.isEmpty) return false;
      const owner = ownerOf(use);
      const id = owner.id();
      if (!known.has(id)) known.set(id, readPlaces(owner));
      const places = known.get(id);
      if (!places) return false;
      return FACTS[fact]({ places, owner, use, found });
    },
  };
}
