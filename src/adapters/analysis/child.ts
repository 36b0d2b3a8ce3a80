import type { Reading, RuleSummary } from "../../core/analysis.ts";
import type { Language } from "../../core/language.ts";
import { openEngine } from "./engine.ts";
import { failureReason } from "./failure-reason.ts";
import { openMemory } from "./memory.ts";
import type { Answer, FromChild, Request, ToChild } from "./protocol.ts";
import { readSource } from "./read.ts";

// The analysis process (see process.ts). Its only window is the channel to its parent.

const [rulesFolder = "", memoryMb = "512", warm] = process.argv.slice(2);
const engine = openEngine(rulesFolder);
const memory = openMemory(Number(memoryMb));

async function answer(request: Request): Promise<{ answer: Answer; last?: boolean }> {
  try {
    if (request.wanted === "rules") return { answer: { rules: await summaries(request.languages) } };
    return { answer: { reading: await readSource(request.source, request.wanted, engine) } };
  } catch (error) {
    return { answer: { reason: failureReason(error) }, last: leavesDamage(error) };
  }
}

async function summaries(languages: readonly Language[] | undefined): Promise<RuleSummary[]> {
  const [rules, ofDocuments] = await Promise.all([engine.rules(), engine.documentRules()]);
  return [...rules.summaries(languages), ...ofDocuments.summaries(languages)];
}

/** After a trap or an overflow in WebAssembly its state can't be trusted any more. */
function leavesDamage(error: unknown): boolean {
  return error instanceof Error && ["RangeError", "RuntimeError"].includes(error.name);
}

/** Waits until the message has left, so that a crash in the next request can't swallow it. */
function send(message: FromChild): Promise<void> {
  return new Promise((resolve) => void process.send?.(message, () => resolve()));
}

let done = send({ ready: true });

async function handle({ id, request }: ToChild): Promise<void> {
  const answered = await answer(request);
  await memory.free();
  await send({ id, ...answered, ...(memory.isTight() && { last: true }) });
  if ("source" in request && "reading" in answered.answer)
    expectChecks(request.source.language, answered.answer.reading);
}

/** Milliseconds without a request after which the parent is taken to think about what it got. */
const IDLE_MS = 10;
const warmed = new Set<Language>();
const expected: Language[] = [];
let idle: NodeJS.Timeout | undefined;

/** A repair that was offered will be checked soon, with front ends that take a while to load. */
function expectChecks(language: Language, { alerts = [] }: Reading): void {
  if (warmed.has(language) || !alerts.some(({ tier, fixes }) => tier === "speaks" && fixes.length > 0)) return;
  warmed.add(language);
  expected.push(language);
}

/** Loads them when nothing else is to be done. */
function awaitIdle(): void {
  clearTimeout(idle);
  if (expected.length === 0) return;
  idle = setTimeout(() => {
    const language = expected.shift();
    if (language)
      done = done
        .then(() => engine.warmForChecks(language))
        .catch(() => {})
        .finally(awaitIdle);
  }, IDLE_MS);
}

process.on("message", (message: ToChild) => {
  clearTimeout(idle);
  done = done.then(() => handle(message)).finally(awaitIdle);
});
process.on("disconnect", () => process.exit());
if (warm) done = done.then(() => engine.warm()).catch(() => {});
