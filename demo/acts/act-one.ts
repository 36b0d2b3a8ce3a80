import { languageOf } from "../../src/core/language.ts";
import type { Entry } from "../../src/core/knowledge.ts";
import type { Pull } from "../github/pulls/pull.ts";
import { readSuggestions } from "../github/pulls/suggestion.ts";
import { lessonsIn } from "./lessons.ts";
import type { Narrator } from "./narrator.ts";
import { sampleFiles } from "./sample.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";

export type ActOne = { pull: Pull; lessons: Entry[] };

/**
 * No model, no key: rules find, rules repair, checks decide. A pull request of AI-written code is reviewed, repaired by a click, by a
 * command and by hand, merged, and learned from.
 */
export async function playActOne(stage: Stage, { title, does, sees }: Narrator): Promise<ActOne> {
  const { ada, bob, repository } = stage;
  title("Act 1 · A pull request of AI-written code; no model, no key");
  const app = await stage.startApp("home");

  const files = sampleFiles("pull-1");
  const pull = await ada.opensPullRequest(repository, {
    branch: "customer-pages",
    title: "Customer pages, labels and carriers",
    body: "Written with an agent; please have a look.",
    message: "Add customer pages, labels and carriers\n\nCo-authored-by: Claude <noreply@anthropic.com>",
    files,
  });
  does("Ada", `opens pull request #${pull.number}: ${Object.keys(files).length} files, ${languagesOf(files)}`);

  const first = await stage.checked(pull);
  const threads = ada.sees(pull).threads.map((thread) => firstComment(stage, pull, thread.id));
  const withButton = threads.filter(({ body }) => readSuggestions(body).length > 0);
  does("ReflexGen", `reviews it: check "${first.output.title}" ${first.conclusion}`);
  for (const { body, path, line } of threads)
    sees(`${headline(body)} (${path}:${line})${readSuggestions(body).length > 0 ? " · one-click suggestion" : ""}`);

  // Its fix moves a secret, so the bytes of it are not kept in the comment, and only a click commits it.
  const clicked = withButton.find(({ body }) => headline(body).includes("Credential"));
  if (!clicked) throw new Error("there is no suggestion to commit");
  await ada.commitsSuggestion(clicked);
  does("Ada", `commits one suggestion with a click: ${headline(clicked.body)}`);
  await stage.checked(pull);
  sees(`ReflexGen re-checks the new head: ${openThreads(stage, pull)} of ${threads.length} conversations still open`);

  const before = pull.head.sha;
  ada.comments(pull, "/reflexgen apply all");
  does("Ada", "comments: /reflexgen apply all");
  await until("the App commits", () => pull.head.sha !== before, stage.patienceMs);
  const third = await stage.checked(pull);
  does("ReflexGen", `commits the other checked fixes as ${pull.head.sha.slice(0, 7)}; check "${third.output.title}"`);

  const own = sampleFiles("pull-1-by-ada");
  await ada.pushes(repository, {
    branch: "customer-pages",
    files: own,
    message: "Ask only carriers that we have a contract with",
  });
  does("Ada", "repairs the last one herself, where only advice was possible: the house's own list, partners.hosts()");
  const last = await stage.checked(pull);
  sees(`check "${last.output.title}" ${last.conclusion}; ${openThreads(stage, pull)} conversations open`);

  await bob.merges(pull);
  does("Bob", `merges #${pull.number}`);
  await until(
    "the App learns from the merge",
    () => app.log.some((line) => / act=closed .*learned of/.test(line)),
    stage.patienceMs,
  );
  await app.stop();
  const lessons = await lessonsIn(stage.homeFolder("home"), repository.id);
  does("ReflexGen", `keeps ${lessons.length} lessons for this repository, one of them from Ada's own repair`);
  return { pull, lessons };
}

function firstComment(stage: Stage, pull: Pull, threadId: number) {
  const comment = stage.ada.sees(pull).reviewComments.find((one) => one.threadId === threadId);
  const thread = stage.github.world.threads.get(threadId);
  if (!comment || !thread) throw new Error("a conversation without a comment");
  return { ...comment, path: thread.original.path, line: thread.original.line };
}

function openThreads(stage: Stage, pull: Pull): number {
  return stage.ada.sees(pull).threads.filter(({ resolvedById }) => resolvedById === undefined).length;
}

/** The first bold words of a comment of ours: "High: SQL built from strings". */
function headline(body: string): string {
  return /\*\*(.+?)\*\*/.exec(body)?.[1] ?? body.split("\n")[0] ?? "";
}

function languagesOf(files: Record<string, string>): string {
  const names: Record<string, string> = { python: "Python", typescript: "TypeScript" };
  return [...new Set(Object.keys(files).map((path) => names[languageOf(path)] ?? languageOf(path)))].join(" and ");
}
