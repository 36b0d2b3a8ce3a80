import type { CheckLevel } from "../finding.ts";
import { applies } from "./applies.ts";
import { callsSurvive } from "./calls-survive.ts";
import type { Look, Verdict } from "./check-types.ts";
import { complete } from "./complete.ts";
import { noNewDependency } from "./dependencies.ts";
import { freshEyes } from "./examined.ts";
import { exitsKept } from "./exits-kept.ts";
import { formKept } from "./form-kept.ts";
import { importsUsed } from "./imports-used.ts";
import { namesBound } from "./names-bound.ts";
import { noNewAlerts } from "./no-new-alerts.ts";
import { nothingLeftOver } from "./nothing-left-over.ts";
import { nothingSilenced } from "./nothing-silenced.ts";
import { onlyTheUnit } from "./only-the-unit.ts";
import { ownAssignments } from "./own-assignments.ts";
import { ownConditions } from "./own-conditions.ts";
import { ownCallees } from "./own-callees.ts";
import { ownLiterals } from "./own-literals.ts";
import { parses } from "./parses.ts";
import { secureShape } from "./secure-shape.ts";
import { signatureKept } from "./signature-kept.ts";
import { statementsKept } from "./statements-kept.ts";
import { valuesReach } from "./values-reach.ts";
import { weaknessGone } from "./weakness-gone.ts";

export type CheckStep = {
  level: CheckLevel;
  name: string;
  run(look: Look): Verdict | Promise<Verdict>;
  /** Without it the level is not reached: a check that did not run is no objection elsewhere, here it is. */
  decides?: true;
  /** May ask a model: runs only where no check has failed yet. */
  costly?: true;
};

/** All checks in the order in which they run and are shown. */
export const CHECKS: readonly CheckStep[] = [
  { level: "L1", name: "applies", run: applies, decides: true },
  { level: "L1", name: "changes only the unit", run: onlyTheUnit, decides: true },
  { level: "L1", name: "keeps the file's form", run: formKept, decides: true },
  { level: "L1", name: "is complete", run: complete, decides: true },
  { level: "L1", name: "parses", run: parses, decides: true },
  { level: "L2", name: "names are bound", run: namesBound, decides: true },
  { level: "L2", name: "needs no new dependency", run: noNewDependency, decides: true },
  { level: "L2", name: "imports are used", run: importsUsed },
  { level: "L3", name: "same signature", run: signatureKept, decides: true },
  { level: "L3", name: "the rest is as it was", run: statementsKept, decides: true },
  { level: "L3", name: "calls survive", run: callsSurvive, decides: true },
  { level: "L3", name: "returns and errors survive", run: exitsKept, decides: true },
  { level: "L3", name: "values still arrive", run: valuesReach, decides: true },
  { level: "L3", name: "nothing is left over", run: nothingLeftOver },
  { level: "L3", name: "assigns nothing else", run: ownAssignments },
  { level: "L3", name: "asks about nothing else", run: ownConditions },
  { level: "L3", name: "brings no callee of its own", run: ownCallees, decides: true },
  { level: "L3", name: "brings no literal of its own", run: ownLiterals, decides: true },
  { level: "L3", name: "silences nothing", run: nothingSilenced },
  { level: "L3", name: "a secure shape stands", run: secureShape },
  { level: "L3", name: "nothing new is reported", run: noNewAlerts },
  { level: "L3", name: "the weakness is gone", run: weaknessGone, decides: true, costly: true },
  { level: "L3", name: "fresh eyes agree", run: freshEyes, costly: true },
];
