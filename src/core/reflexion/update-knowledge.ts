import { createHash } from "node:crypto";
import { StoreError } from "../errors.ts";
import type { Defect, Fix } from "../finding.ts";
import { NEW_STANDING, type Entry } from "../knowledge.ts";
import { applyPatch } from "../patch.ts";
import { linesOf } from "../text.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";

const MOST_CODE = 6000;

/**
 * Eq. 5: UpdateRAG(x, y_{t+1}). Stores a lesson of each checked repair, where the caller learns at once (`verified`):
 * the vulnerable and the secure code, why, and the record of which feedback moved the repair. Rules' own fixes teach nothing new.
 * Secrets are scrubbed; a store that is down costs the lesson and says so.
 */
export async function updateKnowledge(
  unitCase: UnitCase,
  repaired: ReadonlyMap<Defect, Fix>,
  deps: ReflexionDeps,
): Promise<void> {
  const { learning, redactor } = deps;
  if (!learning) return;
  const lessons = [...repaired]
    .filter(([, fix]) => fix.reached === "L3" && fix.madeBy.kind === "model")
    .map(([defect, fix]) => lessonOf(unitCase, defect, fix, learning.scope, redactor.scrub));
  if (lessons.length === 0) return;
  try {
    await learning.store.upsert(lessons);
    unitCase.trace.push({
      step: "update knowledge",
      detail: `stored ${lessons.map((lesson) => lesson.id).join(", ")}`,
    });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    deps.note(`a lesson was not stored: ${error.message}`);
  }
}

function lessonOf(unitCase: UnitCase, defect: Defect, fix: Fix, scope: string, scrub: (text: string) => string): Entry {
  const { unit, file } = unitCase;
  const after = applyPatch(file.head, fix.patch);
  const grown = linesOf(after).length - linesOf(file.head).length;
  const secure = linesOf(after)
    .slice(unit.lines.startLine - 1, unit.lines.endLine + grown)
    .join("");
  const record = unitCase.trace
    .filter((step) => step.step === "refine" || step.step === "generate")
    .map((step) => `- ${step.detail}`);
  const text = scrub(
    `${defect.reason}\n\nRepair: ${fix.title}.\n\n${record.length > 0 ? `How it was found:\n${record.join("\n")}\n` : ""}`,
  );
  const example = {
    language: unit.language,
    vulnerable: scrub(unit.code).slice(0, MOST_CODE),
    secure: scrub(secure).slice(0, MOST_CODE),
  };
  const digest = createHash("sha256")
    .update(`${defect.weakness}\0${example.vulnerable}\0${example.secure}`)
    .digest("hex")
    .slice(0, 16);
  return {
    id: `lesson-${digest}`,
    kind: "lesson",
    title: scrub(defect.title).slice(0, 200).padEnd(3, "."),
    scope,
    status: "active",
    weaknesses: [defect.weakness],
    languages: [unit.language],
    apis: [defect.sink].filter((sink) => sink.length > 0 && sink.length <= 100),
    text,
    examples: [example],
    rewrites: [],
    origin: "a checked repair of this run",
    references: [],
    standing: NEW_STANDING,
  };
}
