import { randomBytes } from "node:crypto";
import { z } from "zod";
import { AnalysisError } from "../../analysis.ts";
import { contextOf } from "../../context.ts";
import { BudgetError, ModelError } from "../../errors.ts";
import type { Meter } from "../../model.ts";
import { contextText } from "../../reflexion/task-text.ts";
import { linesOf, type LineRange } from "../../text.ts";
import type { Unit } from "../../unit.ts";
import { unitsOf } from "../../units.ts";
import type { ModelAnswer } from "../../words.ts";
import type { Asked } from "./asked.ts";
import type { PullDeps } from "../deps.ts";
import { findingFacts } from "./finding-facts.ts";
import type { Ledger, LedgerEntry } from "../ledger/ledger.ts";
import type { Look } from "./look-again.ts";

/** What an answer may cost, its repeated attempts included. */
const MOST_CALLS = 3;
const MOST_TOKENS = 60_000;
const CONTEXT = { maxCharacters: 8000, maxItems: 8 };
const MOST_QUESTION_CHARACTERS = 2000;
const MOST_MESSAGE_CHARACTERS = 1000;

/** What models may say on one pull request: whoever opens one could else ask for ever. */
const MOST_ANSWERS = 30;

const Answer = z.object({ answer: z.string().refine((text) => text.length <= 4000, "longer than 4000 characters") });

/** A person's words, and what was said before them in the thread. */
type Question = { question: string; thread: readonly { byUs: boolean; text: string }[] };

/**
 * A model's words about one finding: it reads the code around it and the question as data, and what comes back is text for people.
 * `silence` says why there are none.
 */
export async function askAbout(
  { question, thread }: Question,
  look: Look,
  entry: LedgerEntry,
  { policy, redactor, ledger }: Pick<Asked, "policy" | "redactor" | "ledger">,
  deps: PullDeps,
): Promise<ModelAnswer | { silence: string }> {
  const { thinking, analysis } = deps.review;
  if (!thinking) return { silence: "no model is configured" };
  if (answersSoFar(ledger) >= MOST_ANSWERS) return { silence: `it has said enough here: ${MOST_ANSWERS} times` };
  const { file, change } = look;
  const unit = await unitAround(linesNow(look, entry), look, deps);
  const context = unit
    ? await contextOf(unit, change, analysis, { ...CONTEXT, signal: deps.signal }).catch(nothingOf)
    : { items: [] };
  const people = (text: string, most: number) => redactor.scrub(text.slice(0, most).toWellFormed());
  const values = {
    language: file.language,
    speech: policy.language,
    finding: redactor.scrub(findingFacts(entry, look), file.path),
    context: contextText(context.items, { redactor }),
    code: unit ? numbered(redactor.scrub(unit.code, unit.path), unit.lines) : "nothing\n",
    thread:
      thread
        .map(({ byUs, text }) => `${byUs ? "You wrote" : "A person wrote"}: ${people(text, MOST_MESSAGE_CHARACTERS)}`)
        .join("\n\n") || "nothing\n",
    question: people(question, MOST_QUESTION_CHARACTERS),
  };
  const { system, user } = thinking.prompts.fill("answer", values, `data-${randomBytes(9).toString("hex")}`);
  try {
    const { answer } = await thinking.model.ask({
      purpose: "answer",
      system,
      turns: [{ role: "user", content: user }],
      schema: Answer,
      meter: atMost(deps.openBudget()),
      signal: deps.signal,
    });
    if (answer.trim() === "") return { silence: "it had nothing to say" };
    return { text: answer, model: thinking.model.name };
  } catch (error) {
    if (error instanceof ModelError && error.reason !== "aborted") return { silence: `it is ${error.reason}` };
    if (error instanceof BudgetError) return { silence: error.message };
    throw error;
  }
}

function answersSoFar({ answered }: Ledger): number {
  return [...answered.values()].filter((said) => said.has("answered") || said.has("explained")).length;
}

/** Where it stands now: as it was just found, else where the host has moved its comment to, else where it stood. */
function linesNow({ now }: Look, { finding, thread }: LedgerEntry): LineRange {
  if ("span" in now) return { startLine: now.span.startLine, endLine: now.span.endLine };
  const line = thread?.first.line;
  return line === undefined ? finding.lines : { startLine: line, endLine: line };
}

/** The smallest whole piece of code around these lines. */
async function unitAround(lines: LineRange, { file }: Look, { review, signal }: PullDeps): Promise<Unit | undefined> {
  const { outline } = await review.analysis
    .read({ path: file.path, language: file.language, text: file.head }, { outline: true }, signal)
    .catch((error: unknown) => {
      if (!(error instanceof AnalysisError)) throw error;
      return { outline: undefined };
    });
  return unitsOf({ ...file, hunks: [], changedLines: [lines] }, outline)[0];
}

function nothingOf(error: unknown): { items: [] } {
  if (!(error instanceof AnalysisError)) throw error;
  return { items: [] };
}

function numbered(code: string, { startLine }: LineRange): string {
  return linesOf(code)
    .map((line, index) => `${startLine + index}| ${line}`)
    .join("");
}

/** The budget of a review, cut down to that of an answer. */
function atMost(meter: Meter): Meter {
  let calls = 0;
  let tokens = 0;
  return {
    begin(estimate) {
      if (calls >= MOST_CALLS) throw new BudgetError(`the limit of ${MOST_CALLS} model calls for an answer is reached`);
      if (tokens + estimate.inputTokens > MOST_TOKENS)
        throw new BudgetError("the limit of tokens for an answer is reached");
      meter.begin(estimate);
      calls++;
    },
    end(usage) {
      tokens += usage.inputTokens + usage.outputTokens;
      meter.end(usage);
    },
  };
}
