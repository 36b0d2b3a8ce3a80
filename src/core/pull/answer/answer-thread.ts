import type { Reply } from "../../words.ts";
import type { Asked } from "./asked.ts";
import { askAbout } from "./ask-about.ts";
import type { PullDeps } from "../deps.ts";
import { lookAgain } from "./look-again.ts";

/** A conversation that goes on longer is for people. */
const MOST_ANSWERS = 5;
const MOST_MESSAGES = 6;

/**
 * What a model says to a person's words in a finding's thread; nothing where no model is configured, the thread is not a finding's, or
 * enough was said. The words are a stranger's: they change no state, and neither does the answer.
 */
export async function answerThread(asked: Asked, deps: PullDeps): Promise<{ reply?: Reply }> {
  const { comment, ledger, words, pull } = asked;
  const entry = ledger.entries.find(({ thread }) => thread !== undefined && thread.first.id === comment.inReplyTo);
  if (!entry?.thread || !deps.review.thinking || pull.state === "closed" || isToSomeone(comment.body)) return {};
  const replies = entry.thread.replies.filter(({ id }) => id < comment.id);
  const answers = entry.thread.replies.filter(({ byUs, body }) => {
    const mark = byUs ? words.readMark(body) : undefined;
    return mark?.kind === "reply" && mark.says === "answered";
  });
  if (answers.length >= MOST_ANSWERS) return {};
  const thread = replies.slice(-MOST_MESSAGES).map(({ byUs, body }) => ({ byUs, text: withoutMark(body) }));
  const answer = await lookAgain(entry, asked, deps, async (look) =>
    "file" in look ? askAbout({ question: comment.body, thread }, look, entry, asked, deps) : undefined,
  );
  return answer && "text" in answer ? { reply: { kind: "answered", answer } } : {};
}

/** People who talk to each other are left alone. */
function isToSomeone(body: string): boolean {
  return /^\s*@[\w-]/.test(body);
}

function withoutMark(body: string): string {
  return body.replace(/\n*<!-- reflexgen:[^\n]*$/, "");
}
