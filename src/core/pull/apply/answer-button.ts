import type { ApplyReply } from "../../apply-reply.ts";
import { openRedactor } from "../../redaction.ts";
import { allowed, type PullDeps } from "../deps.ts";
import { readLedger } from "../ledger/ledger.ts";
import { settingsNow } from "./settings-now.ts";
import { waitingFixes } from "./waiting-fixes.ts";
import { commitTarget } from "./why-not-commit.ts";

/**
 * "Apply fixes" was pressed on our check of this commit. GitHub proves to nobody who did, so that it only asks: one comment a head says how
 * many fixes wait and what to write. Of another head than today's it says nothing.
 */
export async function answerButton(headSha: string, deps: PullDeps): Promise<string> {
  const { host } = deps;
  const pull = await host.read();
  if (pull.state === "closed" || pull.head.sha !== headSha) return "nothing to do";
  const words = deps.openWords(pull, openRedactor().scrub);
  const ledger = readLedger(await host.conversation.read(), words);
  // Anything would do that is the same for all clicks on one head.
  const digest = headSha.slice(0, 32);
  const fixes = waitingFixes(ledger.entries).length;
  if (fixes === 0 || ledger.digests.has(digest)) return "nothing to do";
  const policy = await settingsNow(pull, host);
  const target = await commitTarget(pull, policy, host);
  const reply: ApplyReply =
    "why" in target ? { kind: "not-applied", why: target.why, left: [] } : { kind: "apply-asked", fixes };
  allowed(await host.conversation.postComment(words.applyNotice(reply, digest)), "reply", deps);
  return "asked for a command";
}
