import { createHash } from "node:crypto";
import type { ApplyReply } from "../../apply-reply.ts";
import type { Account } from "../../pull-request.ts";
import { applyFixes, type ApplyRequest } from "./apply-fixes.ts";
import type { Asked } from "../answer/asked.ts";
import type { PullDeps } from "../deps.ts";
import { settingsNow } from "./settings-now.ts";

/** What to say, and what to remember of it: who had an answer of this digest before needs no second one. */
export type ApplyAnswer = { reply: ApplyReply; digest: string };

/** Commits what was asked for, and words the answer so that many clicks do not become many comments. */
export async function answerApply(
  request: ApplyRequest,
  { pull, ledger, words, redactor }: Pick<Asked, "pull" | "ledger" | "words" | "redactor">,
  deps: Pick<PullDeps, "host" | "review" | "observe">,
): Promise<ApplyAnswer> {
  const policy = await settingsNow(pull, deps.host);
  const tools = { host: deps.host, analysis: deps.review.analysis };
  const reply = await applyFixes(request, { pull, ledger, policy, words, redactor }, tools);
  if (reply.kind === "applied") deps.observe({ what: "applied", amount: reply.ids.length });
  return { reply, digest: digestOf(reply, request.askedBy, pull.head.sha) };
}

/**
 * Answers that say the same to the same person have the same digest. That it is done says as much as that it was done already; what keeps
 * everything out is explained to everybody at once.
 */
function digestOf(reply: ApplyReply, { id }: Account, headSha: string): string {
  const about = (): unknown[] => {
    switch (reply.kind) {
      case "applied":
        return ["done", id, reply.commitSha];
      case "there-already":
        return ["done", id, reply.headSha];
      case "not-applied":
        return reply.lasting ? ["barred", reply.why] : ["left", id, headSha, reply.why, reply.left];
      default:
        return [reply.kind, headSha];
    }
  };
  return createHash("sha256").update(JSON.stringify(about())).digest("hex").slice(0, 32);
}
