import { BudgetError, ModelError } from "../errors.ts";
import type { CheckReport } from "../checks/check-types.ts";
import type { Defect, Fix } from "../finding.ts";
import type { Hit } from "../knowledge.ts";
import type { Turn } from "../model.ts";
import { sameFamily } from "../weakness-family.ts";
import { Repair } from "./answers.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";
import { check } from "./check.ts";
import { fixOf } from "./fix.ts";
import { knowledgeText, retrieve } from "./retrieve.ts";
import { spoken } from "./spoken.ts";
import { contextText, withoutSecrets } from "./task-text.ts";
import { versionOfRepair, type Version } from "./version.ts";

/** Entries of one repair's first prompt. */
const MOST_ENTRIES = 3;

/** `rounds` = versions that the model made. `fix` is the first that reached L3, else the one that got furthest; `failure` says why none did. */
export type Refinement = { fix?: Fix; rounds: number; failure?: string };

/**
 * Steps 3 and 4 of the method, one conversation that only grows at its end:
 * - x ‖ y_0 ‖ fb_0, then p_gen ‖ r_0 when the knowledge is sufficient (Eq. 3), else p_refine at once;
 * - after each version that does not hold: y_t, then p_refine ‖ fb_t ‖ r_t (Eq. 4), until one holds or the rounds are used up.
 *
 * It ends early where another round can't help: the model names an obstacle, no check failed but one that decides could not run, or the
 * same feedback comes again.
 */
export async function refine(
  unitCase: UnitCase,
  defects: readonly Defect[],
  firstHits: readonly Hit[],
  deps: ReflexionDeps,
): Promise<Refinement> {
  const { thinking, limits } = deps;
  const { trace } = unitCase;
  if (!thinking) return { rounds: 0, failure: "no rule has a safe rewrite for it, and no model was asked" };
  const hits = [...firstHits];
  const guided = firstHits.some((hit) => hit.sufficient);
  const system = spoken(taskPrompt(unitCase, defects, deps).system, unitCase, deps);
  let turns = firstTurns(unitCase, defects, hits, guided, deps);
  let best: Fix | undefined;
  let lastFeedback = "";

  for (let round = 1; round <= limits.rounds; round++) {
    deps.progress(`round ${round} of at most ${limits.rounds}`);
    const step = round === 1 && guided ? "generate" : "refine";
    const end = (failure: string): Refinement => {
      trace.push({ step, detail: `stopped: ${failure}` });
      return { ...(best ? { fix: best } : {}), rounds: round, failure };
    };
    try {
      const answer = await thinking.model.ask({
        purpose: step,
        system,
        turns,
        schema: Repair,
        meter: deps.budget,
        ...(deps.signal ? { signal: deps.signal } : {}),
      });
      if (answer.obstacle.trim()) return end(`the model sees an obstacle: ${sayable(answer.obstacle, deps)}`);

      const { fix, version, report } = await tryVersion(unitCase, defects, answer, hits, deps);
      trace.push({ step, detail: [`round ${round}: reached ${fix.reached}`, ...report.feedback].join("; ") });
      if (fix.reached === "L3") return { fix, rounds: round };
      if (!best || levelRank(fix) > levelRank(best)) best = fix;
      const undecided = undecidedBy(report);
      if (undecided !== undefined) return end(`nothing here can tell whether it holds (${undecided})`);

      const fresh = (await retrieve(unitCase, version.code, defects, deps)).filter((hit) => !known(hits, hit));
      const feedback = report.feedback.map((line) => `- ${line}\n`).join("");
      if (feedback === lastFeedback && fresh.length === 0) return end("the same checks failed twice");
      lastFeedback = feedback;
      hits.push(...fresh);
      // y_t joins the history as the model wrote it, with its placeholders.
      turns = [
        ...turns,
        { role: "assistant", content: JSON.stringify(answer) },
        nextTurn(unitCase, feedback, fresh, deps),
      ];
    } catch (error) {
      if (!(error instanceof ModelError || error instanceof BudgetError)) throw error;
      return end(error.message);
    }
  }
  return {
    ...(best ? { fix: best } : {}),
    rounds: limits.rounds,
    failure: `no version held in ${limits.rounds} rounds`,
  };
}

async function tryVersion(
  unitCase: UnitCase,
  defects: readonly Defect[],
  answer: Repair,
  hits: readonly Hit[],
  deps: ReflexionDeps,
): Promise<{ fix: Fix; version: Version; report: CheckReport }> {
  const restored = { ...answer, code: deps.redactor.restore(answer.code, unitCase.unit.path) };
  const version = await versionOfRepair(unitCase, restored, deps.analysis, deps.signal);
  const maker = { kind: "model" as const, name: deps.thinking?.model.name ?? "" };
  const report = await check(unitCase, version, defects, maker, hits, deps);
  const fix = fixOf(unitCase, version, sayable(answer.title, deps), maker, report);
  return { fix: { ...fix, explanation: sayable(answer.explanation, deps) }, version, report };
}

function taskPrompt(unitCase: UnitCase, defects: readonly Defect[], deps: ReflexionDeps) {
  const { unit, tag } = unitCase;
  const values = {
    language: unit.language,
    context: contextText(unitCase.context, deps),
    code: withoutSecrets(unit.code, unitCase, deps),
    feedback: withoutSecrets(feedbackOf(defects) + repairedElsewhere(unitCase, defects), unitCase, deps),
  };
  return promptsOf(deps).fill("repair", values, tag);
}

function firstTurns(
  unitCase: UnitCase,
  defects: readonly Defect[],
  hits: readonly Hit[],
  guided: boolean,
  deps: ReflexionDeps,
): readonly Turn[] {
  const knowledge = withoutSecrets(knowledgeText(relevant(hits, defects), unitCase.unit.language), unitCase, deps);
  const how = guided
    ? promptsOf(deps).fill("generate", { knowledge }, unitCase.tag)
    : promptsOf(deps).fill("refine", { feedback: "nothing beyond what is said above\n", knowledge }, unitCase.tag);
  return [{ role: "user", content: `${taskPrompt(unitCase, defects, deps).user}\n\n${how.user}` }];
}

function nextTurn(unitCase: UnitCase, feedback: string, fresh: readonly Hit[], deps: ReflexionDeps): Turn {
  const values = {
    feedback: withoutSecrets(feedback, unitCase, deps),
    knowledge: withoutSecrets(knowledgeText(fresh, unitCase.unit.language), unitCase, deps),
  };
  return { role: "user", content: promptsOf(deps).fill("refine", values, unitCase.tag).user };
}

/** What else is known to be wrong has a repair of its own already; the model would otherwise wonder, or mend it again. */
function repairedElsewhere({ defects }: UnitCase, these: readonly Defect[]): string {
  const others = defects.filter((defect) => !these.includes(defect));
  const list = others.map((defect) => `  ${defect.weakness}, ${defect.quote.replace(/\s+/g, " ").slice(0, 120)}\n`);
  return list.length > 0
    ? `- Not yours: these have repairs of their own, leave them as they are.\n${list.join("")}`
    : "";
}

/** Entries about other weaknesses dilute a prompt; they go in only where there are no others. The very weakness comes before its kin. */
function relevant(hits: readonly Hit[], defects: readonly Defect[]): readonly Hit[] {
  const about = (same: (a: string, b: string) => boolean) =>
    hits.filter(({ entry }) =>
      entry.weaknesses.some((weakness) => defects.some((defect) => same(weakness, defect.weakness))),
    );
  const exact = about((a, b) => a === b);
  const kin = about(sameFamily).filter((hit) => !exact.includes(hit));
  const chosen = [...exact, ...kin].slice(0, MOST_ENTRIES);
  return chosen.length > 0 ? chosen : hits.slice(0, 2);
}

function known(hits: readonly Hit[], hit: Hit): boolean {
  return hits.some(({ entry }) => entry.id === hit.entry.id && entry.scope === hit.entry.scope);
}

function promptsOf({ thinking }: ReflexionDeps) {
  if (!thinking) throw new Error("a repair conversation needs a model");
  return thinking.prompts;
}

/** A model's words for people: one line, no secret. Reports make the rest of it inert. */
function sayable(text: string, { redactor }: ReflexionDeps): string {
  return redactor.scrub(text).replace(/\s+/g, " ").trim();
}

/** Why a version that failed no check still got no further: feedback there is none. */
function undecidedBy({ checks, feedback }: CheckReport): string | undefined {
  return feedback.length > 0 ? undefined : checks.find((check) => check.outcome === "not-run")?.detail;
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
