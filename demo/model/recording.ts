import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Exchange = z.strictObject({
  purpose: z.string(),
  /** The hash of the question, see `questionOf`. */
  key: z.string(),
  /** What the question's last message said, line by line: for people who want to know why a hash differs. Never read. */
  asked: z.array(z.string()),
  /** The model's answer, as it gave it. */
  answer: z.record(z.string(), z.unknown()),
});

const Recording = z.strictObject({
  about: z.string(),
  exchanges: z.array(Exchange),
});

/** Answers that a thinking model gave to the loop's own questions, kept to be played again. */
export type Recording = z.infer<typeof Recording>;

const ABOUT =
  "Questions of the loop and the answers of a thinking model, which saw the prompts alone. An answer is given again only to the very same question.";

const fileOf = (name: string) => join(import.meta.dirname, "../recording", `${name}.json`);

/** An empty one when there is none of this name. */
export function readRecording(name: string): Recording {
  const path = fileOf(name);
  return existsSync(path) ? Recording.parse(JSON.parse(readFileSync(path, "utf8"))) : { about: ABOUT, exchanges: [] };
}

export function writeRecording(name: string, recording: Recording): void {
  writeFileSync(fileOf(name), `${JSON.stringify({ ...recording, about: ABOUT }, undefined, 2)}\n`);
}
