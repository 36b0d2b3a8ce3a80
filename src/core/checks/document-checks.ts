import type { CheckStep } from "./checks.ts";
import { applies } from "./applies.ts";
import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { formKept } from "./form-kept.ts";
import { clipped, surplus } from "./multiset.ts";
import { noNewAlerts } from "./no-new-alerts.ts";
import { onlyTheUnit } from "./only-the-unit.ts";
import { parses } from "./parses.ts";
import { weaknessGone } from "./weakness-gone.ts";

/**
 * All checks of a rule's repair in a workflow or a Dockerfile. These have no names, calls and signatures; what takes their place is that the
 * document says the same as before, but for how a value is handed over. Repairs that a model or a lesson made there stay advice.
 */
export const DOCUMENT_CHECKS: readonly CheckStep[] = [
  { level: "L1", name: "applies", run: applies, decides: true },
  { level: "L1", name: "changes only the unit", run: onlyTheUnit, decides: true },
  { level: "L1", name: "keeps the file's form", run: formKept, decides: true },
  { level: "L1", name: "parses", run: parses, decides: true },
  { level: "L2", name: "the same parts stand", run: samePartsStand, decides: true },
  { level: "L3", name: "says the same", run: saysTheSame, decides: true },
  { level: "L3", name: "nothing new is reported", run: noNewAlerts, decides: true },
  { level: "L3", name: "the weakness is gone", run: weaknessGone, decides: true },
];

/** Jobs, steps and their keys, or instructions, in their order. */
function samePartsStand({ before, after }: Look): Verdict {
  return same(before.reading?.meaning?.parts, after.reading?.meaning?.parts, "every part stands where it stood");
}

function saysTheSame({ before, after }: Look): Verdict {
  return same(before.reading?.meaning?.says, after.reading?.meaning?.says, "the same values reach the same commands");
}

function same(old: readonly string[] | undefined, now: readonly string[] | undefined, words: string): Verdict {
  if (!old) return notRun("not a document that is read here");
  if (!now) return failed("the version can't be read any more");
  const lost = surplus(old, now, (line) => line)[0];
  if (lost !== undefined) return failed(`changed or left out: ${clipped(lost)}`);
  const added = surplus(now, old, (line) => line)[0];
  if (added !== undefined) return failed(`added: ${clipped(added)}`);
  return old.every((line, index) => line === now[index]) ? passed(words) : failed("the order changed");
}
