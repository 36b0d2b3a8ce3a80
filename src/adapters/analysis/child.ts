import type { Request, Answer, FromChild, ToChild } from "./protocol.ts";
import { failureReason } from "./failure-reason.ts";
import { openEngine } from "./engine.ts";
import { readSource } from "./read.ts";
import { freeMemory } from "./free-memory.ts";

// The analysis process (see process.ts): its only window is the channel to its parent.

const engine = openEngine(process.argv[2] ?? "");

async function answer(request: Request): Promise<Answer> {
  try {
    if (request.wanted === "rules") return { rules: (await engine.rules()).summaries() };
    return { reading: await readSource(request.source, request.wanted, engine) };
  } catch (error) {
    return { reason: failureReason(error) };
  }
}

/** Waits until the message has left, so that a crash in the next request can't swallow it. */
function send(message: FromChild): Promise<void> {
  return new Promise((resolve) => void process.send?.(message, () => resolve()));
}

let last: Promise<void> = send({ ready: true });

process.on("message", ({ id, request }: ToChild) => {
  last = last.then(async () => {
    await send({ id, answer: await answer(request) });
    freeMemory();
  });
});
process.on("disconnect", () => process.exit());
