import { allowedBy } from "../checks/allowed.ts";
import type { CheckReport, Examine } from "../checks/check-types.ts";
import { checkVersion } from "../checks/check-version.ts";
import type { Defect, Fix } from "../finding.ts";
import type { Hit } from "../knowledge.ts";
import { sameFamily } from "../weakness-family.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";
import { compare } from "./compare.ts";
import { introspect } from "./introspect.ts";
import type { Version } from "./version.ts";

export type Maker = Fix["madeBy"];

/**
 * All checks of a version against the defects that it claims to repair. What a model or a lesson made is also examined with fresh eyes.
 * A rule's own fix is not: its analyser and its secure shape decide, so that no text in the code can talk a model into taking it away.
 */
export async function check(
  unitCase: UnitCase,
  version: Version,
  defects: readonly Defect[],
  maker: Maker,
  hits: readonly Hit[],
  deps: ReflexionDeps,
): Promise<CheckReport> {
  const { unit, file, manifest, files } = unitCase;
  if (deps.redactor.holdsPlaceholder(version.text)) return mistakenPlaceholder;
  const examine = deps.thinking && maker.kind !== "rule" ? examineWith(unitCase, version, defects, deps) : undefined;
  return checkVersion(
    {
      unit,
      file: { path: file.path, language: file.language, head: file.head },
      version,
      defects,
      allowed: allowedBy(defects, unit.language, deps.rules, hits),
      manifest,
      madeByRule: maker.kind === "rule",
    },
    {
      analysis: deps.analysis,
      files,
      ...(examine ? { examine } : {}),
      ...(deps.signal ? { signal: deps.signal } : {}),
    },
  );
}

function examineWith(unitCase: UnitCase, version: Version, defects: readonly Defect[], deps: ReflexionDeps): Examine {
  // The first look sees the versions in random order, the next in the other, so that neither place wins twice.
  let oldFirst = deps.random() < 0.5;
  return {
    async introspect() {
      const claimed = await introspect(unitCase, version, "", deps);
      const others = unitCase.defects.filter((defect) => !defects.includes(defect));
      // What else is wrong with the unit was said already, and other patches are for it.
      return claimed.filter(
        (claim) => !others.some((other) => sameFamily(other.weakness, claim.weakness) && sameCode(other, claim)),
      );
    },
    async compare(defect) {
      oldFirst = !oldFirst;
      const others = defects.map((other) => other.weakness).filter((weakness) => weakness !== defect.weakness);
      return compare(unitCase, version, defect.weakness, [...new Set(others)], oldFirst, deps);
    },
  };
}

function sameCode(a: Defect, b: Defect): boolean {
  const [first, second] = [a.quote.replace(/\s+/g, " "), b.quote.replace(/\s+/g, " ")];
  return first.includes(second) || second.includes(first) || a.sink === b.sink;
}

const mistakenPlaceholder: CheckReport = {
  checks: [
    {
      level: "L1",
      name: "keeps secrets in place",
      outcome: "failed",
      detail: "a placeholder of a secret was altered, or moved to a file that has no such secret",
    },
  ],
  reached: "none",
  examinedByModelOnly: false,
  feedback: ["Keep every REDACTED_… word exactly as it was given, and use none that the code did not have."],
};
