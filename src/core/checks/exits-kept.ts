import type { Step } from "../analysis.ts";
import { sameBut } from "./renames.ts";
import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { isErrorValue, isRefusal } from "./data/refusals.ts";
import { chainsIn, feedingOf, rootOf } from "./flow.ts";
import { clipped } from "./multiset.ts";
import { openNesting, type Nesting } from "./nesting.ts";
import { meets } from "./region.ts";
import { tokensOf } from "./tokens.ts";

/**
 * Every return and raise survives where it stood; the text may change where the repaired statement is the return itself, but
 * what it gave back still goes in. New ones stand inside a new condition and say "no": a guard, not a short cut.
 */
export function exitsKept(look: Look): Verdict {
  const [old, now] = [look.before.reading?.facts, look.after.reading?.facts];
  if (!old || !now) return notRun(look.before.unread || look.after.unread || "no facts for this language here");
  const nesting = openNesting(look);
  let added = 0;
  for (const [kind, before, after] of [
    ["return", old.returns, now.returns],
    ["raise", old.raises, now.raises],
  ] as const) {
    const { lost, came } = matched(look, before, after, nesting);
    if (lost) return failed(`a ${kind} is gone, changed or moved: ${clipped(lost.text)}`);
    const rash = came.find((step) => !nesting.guarded(step.nesting));
    if (rash) return failed(`a new ${kind} stands outside any new condition: ${clipped(rash.text)}`);
    const generous =
      kind === "return"
        ? came.find(
            (step) =>
              !isErrorValue(step.text) && !before.some((each) => isErrorValue(each.text) && each.text === step.text),
          )
        : undefined;
    if (generous && !refusesBefore(generous, now.calls))
      return failed(`a new return gives something else than an error back: ${clipped(generous.text)}`);
    added += came.length;
  }
  const known = new Set(old.calls.map((call) => call.text));
  const unasked = now.calls.find(
    (call) => isRefusal(call.callee) && call.discarded && !known.has(call.text) && !nesting.guarded(call.nesting),
  );
  if (unasked) return failed(`a new ${clipped(unasked.callee)} stands outside any new condition`);
  return passed(added > 0 ? "all returns and raises survive; new ones are guards" : "all returns and raises survive");
}

/** Pairs old exits with new ones; what is left of the new came with the patch. */
function matched(
  look: Look,
  before: readonly Step[],
  after: readonly Step[],
  nesting: Nesting,
): { lost: Step | undefined; came: Step[] } {
  const { language, region } = look;
  const free = [...after];
  const take = (old: Step, same: (now: Step) => boolean): boolean => {
    const fits = (now: Step): boolean => nesting.kept(old.nesting, now.nesting) && same(now);
    // A guard that says the same must not take the place of the old exit.
    const exact = free.findIndex((now) => now.nesting.length === old.nesting.length && fits(now));
    const index = exact >= 0 ? exact : free.findIndex(fits);
    if (index >= 0) free.splice(index, 1);
    return index >= 0;
  };
  const changed = before.filter((old) => !take(old, (now) => now.text === old.text));
  const lost = changed.find((old) => {
    const tokens = tokensOf(old.text, language);
    if (take(old, (now) => sameBut(tokens, tokensOf(now.text, language), look.alignment.renames))) return false;
    const inRegion = [...region.statements].some((statement) => meets(statement, old.span));
    return !(inRegion && take(old, (now) => stillGives(look, old, now)));
  });
  return { lost, came: free };
}

/** The new exit gives back what flows from the same values. */
function stillGives({ before, after, language }: Look, old: Step, now: Step): boolean {
  const roots = (step: Step, side: typeof before): Set<string> =>
    new Set(
      [...feedingOf(chainsIn(tokensOf(step.text, language), language), side.statements, language).leaves].map(rootOf),
    );
  const given = roots(now, after);
  const bound = new Set(before.reading?.facts?.fileNames);
  const wanted = [...roots(old, before)].filter((name) => !bound.has(name));
  return wanted.length === 0 || wanted.some((name) => given.has(name));
}

/** `http.Error(w, …); return` and `res.status(400).send(…)`: the refusal itself was said just before, under the same head. */
function refusesBefore(step: Step, calls: readonly (Step & { callee: string })[]): boolean {
  return calls.some(
    (call) =>
      call.nesting.join("\n") === step.nesting.join("\n") &&
      call.span.start < step.span.end &&
      (isRefusal(call.callee) || /\b[45]\d\d\b/.test(call.text)),
  );
}
