import type { Thread } from "../../pull-request.ts";
import type { Words } from "../../words.ts";
import { allowed, type PullDeps } from "../deps.ts";
import { isTalkedIn } from "../ledger/ledger.ts";
import type { Settled } from "../ledger/settle.ts";

/** Closes the threads of what is gone. A comment that speaks of several findings is done with when all of them are. */
export async function closeThreads(
  { gone, standing }: Pick<Settled, "gone" | "standing">,
  headSha: string,
  words: Words,
  deps: PullDeps,
): Promise<void> {
  const open = new Set(standing.map(({ thread }) => thread?.first.id));
  const threads = new Set(gone.flatMap(({ thread }) => (thread && !open.has(thread.first.id) ? [thread] : [])));
  for (const thread of threads) await closeThread(thread, headSha, words, deps);
}

/**
 * Resolves the thread and says which commit fixed it; where people are talking it stays theirs to close, and where the right to resolve is
 * wanting our comment says it. The answer goes last: it is what a later run takes for the end of all this.
 */
async function closeThread(thread: Thread, headSha: string, words: Words, deps: PullDeps): Promise<void> {
  const { conversation } = deps.host;
  const talked = isTalkedIn(thread) && !thread.resolved;
  if (!talked && !thread.resolved && thread.id !== undefined)
    if (!allowed(await conversation.resolve(thread.id), "resolve", deps)) {
      const body = words.fixed(thread.first.body, headSha);
      if (body !== undefined) allowed(await conversation.editLineComment(thread.first.id, body), "edit", deps);
    }
  const reply = words.reply({ kind: "fixed", commitSha: headSha, resolved: !talked }, thread.first.id);
  allowed(await conversation.reply(thread.first.id, reply), "reply", deps);
}
