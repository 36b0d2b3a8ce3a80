import { BudgetError, ModelError } from "../errors.ts";
import type { Defect, Fix } from "../finding.ts";
import type { Hit } from "../knowledge.ts";
import type { Turn } from "../model.ts";
import { patchBetween } from "../patch.ts";
import { Repair } from "./answers.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";
import { check } from "./check.ts";
import { fixOf } from "./fix.ts";
import { knowledgeText, retrieve } from "./retrieve.ts";
import { contextText, withoutSecrets } from "./task-text.ts";
import { versionOfRepair } from "./version.ts";

/** `rounds` = versions that the model made. `fix` is the first that reached L3, else the one that got furthest; `failure` says why there is none. */
export type Refinement = { fix?: Fix; rounds: number; explanation?: string; failure?: string };

/**
 * Steps 3 and 4 of the method, one conversation that only grows at its end:
 * - x ‖ y_0 ‖ fb_0, then p_gen ‖ r_0 when the knowledge is sufficient (Eq. 3), else p_refine at once;
 * - after each version that does not hold: y_t, then p_refine ‖ fb_t ‖ r_t (Eq. 4), until one holds or the rounds are used up.
 */
export async function refine(
  unitCase: UnitCase,
  defects: readonly Defect[],
  firstHits: readonly Hit[],
  deps: ReflexionDeps,
): Promise<Refinement> {
  const { thinking, limits, redactor, budget, signal, analysis } = deps;
  if (!thinking) return { rounds: 0, failure: "no rule has a safe rewrite for it, and no model was asked" };
  const { prompts, model } = thinking;
  const { unit, tag, trace } = unitCase;
  const hits = [...firstHits];
  const entries = (list: readonly Hit[]) => withoutSecrets(knowledgeText(list, unit.language), unitCase, deps);

  const { system, user: task } = prompts.fill(
    "repair",
    {
      language: unit.language,
      context: contextText(unitCase.context, deps),
      code: withoutSecrets(unit.code, unitCase, deps),
      feedback: withoutSecrets(feedbackOf(defects), unitCase, deps),
    },
    tag,
  );
  const sufficient = firstHits.some((hit) => hit.sufficient);
  const first = sufficient
    ? prompts.fill("generate", { knowledge: entries(firstHits) }, tag)
    : prompts.fill("refine", { feedback: "nothing beyond what is said above\n", knowledge: entries(firstHits) }, tag);
  let turns: readonly Turn[] = [{ role: "user", content: `${task}\n\n${first.user}` }];

  let best: Fix | undefined;
  let explanation: string | undefined;
  for (let round = 1; round <= limits.rounds; round++) {
    deps.progress(`round ${round} of at most ${limits.rounds}`);
    try {
      const answer = await model.ask({
        purpose: round === 1 && sufficient ? "generate" : "refine",
        system,
        turns,
        schema: Repair,
        meter: budget,
        ...(signal ? { signal } : {}),
      });
      const repair = { ...answer, code: redactor.restore(answer.code, unit.path) };
      const version = await versionOfRepair(unitCase, repair, analysis, signal);
      const maker = { kind: "model" as const, name: model.name };
      const report = await check(unitCase, version, defects, maker, hits, deps);
      trace.push({
        step: round === 1 && sufficient ? "generate" : "refine",
        detail: `round ${round}: reached ${report.reached}${report.feedback.length ? `; ${report.feedback.join("; ")}` : ""}`,
      });

      const fix = fixOf(unitCase, version, redactor.scrub(answer.title).replace(/\s+/g, " ").trim(), maker, report);
      if (fix.reached === "L3") return { fix, rounds: round, explanation: redactor.scrub(answer.explanation) };
      if (!best || levelRank(fix) > levelRank(best)) [best, explanation] = [fix, redactor.scrub(answer.explanation)];
      if (round === limits.rounds) break;

      // y_t joins the history as the model wrote it, with its placeholders; only entries that it has not seen are added.
      const found =
        patchBetween(unit.path, unitCase.file.head, version.text).hunks.length > 0
          ? await retrieve(unitCase, version.code, defects, deps)
          : [];
      const fresh = found.filter((hit) => !hits.some((known) => known.entry.id === hit.entry.id));
      hits.push(...fresh);
      const next = prompts.fill(
        "refine",
        {
          feedback: withoutSecrets(report.feedback.map((line) => `- ${line}\n`).join(""), unitCase, deps),
          knowledge: entries(fresh),
        },
        tag,
      );
      turns = [...turns, { role: "assistant", content: JSON.stringify(answer) }, { role: "user", content: next.user }];
    } catch (error) {
      if (!(error instanceof ModelError || error instanceof BudgetError)) throw error;
      trace.push({ step: "refine", detail: `stopped: ${error.message}` });
      return {
        ...(best ? { fix: best } : {}),
        rounds: round - 1,
        ...(explanation ? { explanation } : {}),
        failure: error.message,
      };
    }
  }
  return {
    ...(best ? { fix: best } : {}),
    rounds: limits.rounds,
    ...(explanation ? { explanation } : {}),
    failure: `no version held in ${limits.rounds} rounds`,
  };
}

function levelRank(fix: Fix): number {
  return ["none", "L1", "L2", "L3"].indexOf(fix.reached);
}

/** fb_0 in words: a line a defect, with the place as a quote, since line numbers mean nothing to a model. */
function feedbackOf(defects: readonly Defect[]): string {
  return defects
    .map(
      (defect) =>
        `- ${defect.weakness}, ${defect.title}. ${defect.reason}\n  at: ${defect.quote.replace(/\s+/g, " ").slice(0, 300)}\n`,
    )
    .join("");
}
