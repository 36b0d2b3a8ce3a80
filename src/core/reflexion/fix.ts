import type { CheckReport } from "../checks/check-types.ts";
import type { Fix } from "../finding.ts";
import { patchBetween } from "../patch.ts";
import type { UnitCase } from "./case.ts";
import type { Version } from "./version.ts";

/** A version with its report, as people get it. */
export function fixOf(
  unitCase: UnitCase,
  version: Version,
  title: string,
  madeBy: Fix["madeBy"],
  report: CheckReport,
): Fix {
  return {
    patch: patchBetween(unitCase.file.path, unitCase.file.head, version.text),
    checks: report.checks,
    reached: report.reached,
    title,
    madeBy,
    examinedByModelOnly: report.examinedByModelOnly,
    repairs: [],
  };
}
