import { createHash } from "node:crypto";
import type { ApplyReply } from "../../apply-reply.ts";
import { RetryLaterError } from "../../errors.ts";
import type { Account, CommentEdits } from "../../pull-request.ts";
import { openRedactor } from "../../redaction.ts";
import type { Words } from "../../words.ts";
import { answerApply } from "./answer-apply.ts";
import { allowed, type PullDeps } from "../deps.ts";
import { readLedger, type Ledger } from "../ledger/ledger.ts";
import { WRITERS } from "../answer/who-decides.ts";

const MOST_LAG_MS = 60_000;
/** Between two times of one edit that GitHub writes apart. */
const CLOCK_MS = 2000;

/**
 * The box of our summary was ticked, says an event. The comment is read again with the host's record of its edits: whoever alone edited it
 * since we did, and may write at this moment, asks for all checked fixes. The box is cleared afterwards.
 */
export async function answerTick(
  { comment: id, editedMs }: { comment: number; editedMs?: number | undefined },
  deps: PullDeps,
): Promise<string> {
  const { host } = deps;
  const read = await host.conversation.readEdits(id);
  if (read !== undefined && read !== "forbidden" && isStale(read, editedMs, deps.now()))
    throw new RetryLaterError(3000, "GitHub does not know yet of the edit that it told of");
  const comment = read === "forbidden" ? await host.conversation.readComment("conversation", id) : read?.comment;
  if (!comment?.byUs) return "nothing to do";
  const pull = await host.read();
  const redactor = openRedactor();
  const words = deps.openWords(pull, redactor.scrub);
  if (words.readMark(comment.body)?.kind !== "summary" || !words.isTicked(comment.body)) return "nothing to do";
  const ledger = readLedger(await host.conversation.read(), words);
  if (ledger.summary?.id !== id) return "nothing to do";

  const by = read === undefined || read === "forbidden" ? "unclear" : whoTicked(read);
  if (by === "nobody") return "nothing to do";
  if (by === "unclear") {
    await tell({ kind: "who-ticked" }, digestOf(["who-ticked", pull.head.sha]), { words, ledger }, deps);
    await clear(id, words, deps);
    return "asked for a command";
  }
  const request = `tick-${id}-${digestOf([by.edit]).slice(0, 12)}`;
  if (!WRITERS.has(await host.permissionOf(by.account.login))) {
    await clear(id, words, deps);
    return "not allowed";
  }
  const around = { pull, ledger, words, redactor };
  const { reply, digest } = await answerApply({ ids: "all", askedBy: by.account, request }, around, deps);
  await tell(reply, digest, { words, ledger }, deps);
  // Last of all: until then a worker that dies leaves a box for the next one.
  await clear(id, words, deps);
  return "answered";
}

/** GitHub's reads lag behind its events by seconds. What is still older after a minute will not become fresher. */
function isStale({ edits }: CommentEdits, editedMs: number | undefined, nowMs: number): boolean {
  if (editedMs === undefined || Math.abs(nowMs - editedMs) > MOST_LAG_MS) return false;
  return (edits[0]?.atMs ?? 0) + CLOCK_MS < editedMs;
}

/**
 * Of everybody who edited since we did, there must be one alone, and a person: one who ticks and one who changes a word later are not told
 * apart. An edit of another App, or of nobody, asks for nothing.
 */
function whoTicked({ edits, whole }: CommentEdits): { account: Account; edit: string } | "nobody" | "unclear" {
  const ours = edits.findIndex(({ byUs }) => byUs);
  const since = ours < 0 ? edits : edits.slice(0, ours);
  const [newest] = since;
  if (!newest?.by || newest.by.bot) return "nobody";
  if (ours < 0 && !whole) return "unclear";
  const { by, id } = newest;
  return since.every((edit) => edit.by?.id === by.id && !edit.by.bot) ? { account: by, edit: id } : "unclear";
}

async function tell(
  reply: ApplyReply,
  digest: string,
  { words, ledger }: { words: Words; ledger: Ledger },
  deps: PullDeps,
): Promise<void> {
  if (ledger.digests.has(digest)) return;
  allowed(await deps.host.conversation.postComment(words.applyNotice(reply, digest)), "reply", deps);
}

async function clear(id: number, words: Words, deps: PullDeps): Promise<void> {
  const change = (body: string) => (words.isTicked(body) ? words.cleared(body) : undefined);
  allowed(await deps.host.conversation.amendComment(id, change), "summary", deps);
}

function digestOf(about: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, 32);
}
