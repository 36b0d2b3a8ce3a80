import type { Step } from "../analysis.ts";
import { sameBut } from "./renames.ts";
import type { Look } from "./check-types.ts";
import { tokensOf } from "./tokens.ts";

/** Compares the control structures around two steps. */
export type Nesting = {
  /** All structures around the old step stand around the new one, in order; those that came are new ones, not old ones that it slipped into. */
  kept(old: readonly string[], now: readonly string[]): boolean;
  /** The step stands inside a structure that the old unit doesn't have. */
  guarded(now: readonly string[]): boolean;
};

export function openNesting(look: Look): Nesting {
  const oldHeads = new Set(headsOf(look.before.reading?.facts));
  const changedWords = new Set(
    [...look.region.statements, ...look.alignment.strengthened].map((statement) =>
      firstWord(statement.tokens[0]?.text ?? ""),
    ),
  );
  const equal = (old: string, now: string): boolean => {
    if (old === now) return true;
    if (firstWord(old) !== firstWord(now) || oldHeads.has(now)) return false;
    return (
      changedWords.has(firstWord(old)) ||
      sameBut(tokensOf(old, look.language), tokensOf(now, look.language), look.alignment.renames)
    );
  };
  return {
    kept(old, now) {
      let at = 0;
      for (const head of now) {
        const wanted = old[at];
        if (wanted !== undefined && equal(wanted, head)) at += 1;
        // A new `try` or `catch` reads like any other, so only heads with a condition tell where a step slipped.
        else if (oldHeads.has(head) && SLIPPABLE.test(head)) return false;
      }
      return at === old.length;
    },
    guarded: (now) => now.some((head) => !oldHeads.has(head) && CONDITIONAL.test(head)),
  };
}

const SLIPPABLE = /^\W*(if|elif|else|for|while|case|switch|with|match)\b.*\w/s;
const CONDITIONAL = /^\W*(if|else|elif|case|default|switch|match|select|catch|except|when|unless|for|while)\b/;

function headsOf(facts: { calls: Step[]; returns: Step[]; raises: Step[]; writes: Step[] } | undefined): string[] {
  return facts
    ? [...facts.calls, ...facts.returns, ...facts.raises, ...facts.writes].flatMap((step) => step.nesting)
    : [];
}

/** `else x` is the other side of `if x`: they change together. */
function firstWord(head: string): string {
  const word = /^\W*(\w+)/.exec(head)?.[1] ?? head;
  return word === "else" || word === "elif" ? "if" : word;
}
