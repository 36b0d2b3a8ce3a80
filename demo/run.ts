import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Answerers } from "./acts/act-two.ts";
import { openNarrator } from "./acts/narrator.ts";
import { play } from "./acts/play.ts";
import { openStage } from "./acts/stage.ts";
import { fromEndpoint, fromRecording } from "./model/answerers.ts";
import { renderPage } from "./page/page.ts";

// `npm run demo`: the real App on a strict GitHub of this machine, in two acts. No key, no account, nothing leaves this machine.

const { values: words } = parseArgs({
  options: {
    act: { type: "string" },
    live: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

const RECORDED: Answerers = {
  about: "answers recorded from a real thinking model, played again",
  model: "recorded",
  withLesson: fromRecording("with-lesson"),
  withoutLesson: fromRecording("without-lesson"),
};

/** The model of the settings; `--record` keeps what it answers for later plays. */
function liveAnswerers(): Answerers {
  const model = process.env["REFLEXGEN_MODEL"];
  if (!model) throw new Error("--live wants a model: set REFLEXGEN_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL");
  const endpoint = {
    model,
    baseUrl: process.env["OPENAI_BASE_URL"] ?? "https://api.openai.com/v1",
    apiKey: process.env["OPENAI_API_KEY"] ?? "",
  };
  const keepAs = (name: string) => (words.record ? name : undefined);
  return {
    about: `${model} at ${new URL(endpoint.baseUrl).host}, live: the sample's code goes there`,
    model,
    withLesson: fromEndpoint(endpoint, keepAs("with-lesson")),
    withoutLesson: fromEndpoint(endpoint, keepAs("without-lesson")),
  };
}

const write = (text: string) => void process.stdout.write(text);
const narrator = openNarrator(write, process.stdout.isTTY);
const answerers = words.act === "1" ? undefined : words.live ? liveAnswerers() : RECORDED;
const where = words.live ? "Only the questions to the model leave this machine." : "Nothing leaves this machine.";
write(`ReflexGen on a strict GitHub of this machine: the real App, signed webhooks, real git. ${where}\n`);
const stage = await openStage(words.live ? { patienceMs: 20 * 60_000 } : {});
try {
  const played = await play(stage, { narrator, ...(answerers && { answerers }) });
  const folder = join(import.meta.dirname, "out");
  mkdirSync(folder, { recursive: true });
  const page = join(folder, "index.html");
  writeFileSync(page, await renderPage(stage.github, played, answerers?.about));
  const { violations } = played;
  write(`\nBreaches of GitHub's published contract: ${violations.length}\n`);
  for (const violation of violations) write(`  ${violation}\n`);
  write(`The pull requests as GitHub shows them: ${page}\n`);
  if (violations.length > 0) process.exitCode = 1;
  if (words.keep) {
    write(`The strict GitHub stays at ${stage.github.url} until Ctrl+C (API: ${stage.github.url}/api/v3)\n`);
    await new Promise((resolve) => process.once("SIGINT", resolve));
  }
} finally {
  await stage.close();
}
