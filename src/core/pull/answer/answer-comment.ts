import { createHash } from "node:crypto";
import type { Account, Permission } from "../../pull-request.ts";
import { openRedactor } from "../../redaction.ts";
import type { Reply } from "../../words.ts";
import { answerThread } from "./answer-thread.ts";
import { answerApply } from "../apply/answer-apply.ts";
import { mayApplyHere } from "../apply/waiting-fixes.ts";
import type { Asked } from "./asked.ts";
import { readCommand, type Command } from "./command.ts";
import { decide } from "./decide.ts";
import { allowed, type PullDeps } from "../deps.ts";
import { explain } from "./explain.ts";
import { readLedger } from "../ledger/ledger.ts";
import { readSettings } from "../settings/settings.ts";
import { whichFinding } from "./which-finding.ts";
import { whyNotDecide, WRITERS } from "./who-decides.ts";

type Where = "conversation" | "diff";

/** What else has to happen: a review of the head, also where it was reviewed already; `full` = of everything again. */
export type Answered = { review: boolean; full?: true };

/** `digest`: the same answer to the same person is not given again. */
type Outcome = Answered & { reply?: Reply; digest?: string };

const NOTHING: Answered = { review: false };
const REFUSALS: ReadonlySet<string> = new Set(["not-allowed", "not-decided", "unknown-command"]);
/** After these the summary and the check say something else. */
const CHANGES: ReadonlySet<string> = new Set(["dismissed", "accepted", "resumed"]);

/**
 * Answers one comment that may hold a command, or is a reply in a finding's thread. It is read again, and so is what its author may do at
 * this moment: an event only says that something was written. Answered once, also after a crash; comments of bots and of ourselves never.
 */
export async function answerComment(where: Where, id: number, deps: PullDeps): Promise<Answered> {
  const { host } = deps;
  const comment = await host.conversation.readComment(where, id);
  if (!comment || comment.byUs || comment.author.bot) return NOTHING;
  const command = readCommand(comment.body);
  if (!command && comment.inReplyTo === undefined) return NOTHING;
  const pull = await host.read();
  const redactor = openRedactor();
  const { policy } = await readSettings(pull, host);
  const words = deps.openWords(pull, redactor.scrub, { apply: await mayApplyHere(pull, policy, host) });
  const ledger = readLedger(await host.conversation.read(), words);
  const said = ledger.answered.get(id);
  // It was answered, and then the worker died: what follows from the answer is asked for again, which does no harm.
  if (said) return { review: [...said].some((kind) => CHANGES.has(kind)) };

  const asked: Asked = { comment, pull, words, ledger, policy, redactor };
  const { reply, digest, ...answered }: Outcome = command
    ? await obey(command, asked, await host.permissionOf(comment.author.login), deps)
    : { ...NOTHING, ...(await answerThread(asked, deps)) };
  if (command) {
    const reaction = reply && REFUSALS.has(reply.kind) ? "confused" : "eyes";
    allowed(await host.conversation.react(where, id, reaction), "reaction", deps);
  }
  const isRepeated = digest !== undefined && ledger.digests.has(digest);
  if (reply && !isRepeated) await say(reply, digest, where, asked, deps);
  return answered;
}

async function say(
  reply: Reply,
  digest: string | undefined,
  where: Where,
  { comment, words }: Asked,
  deps: PullDeps,
): Promise<void> {
  const { conversation } = deps.host;
  const body = words.reply(reply, comment.id, digest);
  const said =
    where === "diff"
      ? await conversation.reply(comment.inReplyTo ?? comment.id, body)
      : await conversation.postComment(body);
  allowed(said, "reply", deps);
}

async function obey(command: Command, asked: Asked, permission: Permission, deps: PullDeps): Promise<Outcome> {
  const { comment, pull } = asked;
  const mayWrite = WRITERS.has(permission);
  // Reviews and answers cost money: for those who may write, and who asks for the merge.
  const mayAsk = mayWrite || comment.author.id === pull.author.id;
  const needs = (what: string): Outcome => ({
    reply: { kind: "not-allowed", command: command.name, needs: what },
    ...onceTo(comment.author, "not-allowed"),
    review: false,
  });
  // A stranger's many comments must not become many of ours.
  const toStranger = (kind: string) => (mayAsk ? {} : onceTo(comment.author, kind));
  switch (command.name) {
    case "help":
      return { reply: { kind: "help" }, ...toStranger("help"), review: false };
    case "unknown":
      return {
        reply: { kind: "unknown-command", problem: command.problem },
        ...toStranger("unknown-command"),
        review: false,
      };
    case "review":
      return mayAsk ? { review: true } : needs("write access, or to be the author");
    case "full":
      // The whole model's work once more, as often as it is asked for.
      return mayWrite ? { review: true, full: true } : needs("write access");
    case "resume":
      return mayAsk ? { reply: { kind: "resumed" }, review: true } : needs("write access, or to be the author");
    case "pause":
      return mayWrite ? { reply: { kind: "paused" }, review: false } : needs("write access");
    case "apply":
      return mayWrite ? applyAsked(command.ids, asked, deps) : needs("write access");
    case "explain":
      return mayAsk
        ? { reply: await explainAsked(command, asked, deps), review: false }
        : needs("write access, or to be the author");
    default:
      return decideAsked(command, asked, permission, deps);
  }
}

async function applyAsked(ids: readonly string[] | "all", asked: Asked, deps: PullDeps): Promise<Outcome> {
  const { author, id } = asked.comment;
  // The commit's own event brings its review.
  return { ...(await answerApply({ ids, askedBy: author, request: `comment-${id}` }, asked, deps)), review: false };
}

async function explainAsked(
  command: Extract<Command, { name: "explain" }>,
  asked: Asked,
  deps: PullDeps,
): Promise<Reply> {
  const entry = whichFinding(command, asked.comment.inReplyTo, asked.ledger);
  if ("what" in entry) return { kind: "unknown-command", problem: entry };
  return { kind: "explained", about: await explain(entry, asked, deps) };
}

async function decideAsked(
  command: Extract<Command, { name: "dismiss" | "accept-risk" }>,
  asked: Asked,
  permission: Permission,
  deps: PullDeps,
): Promise<Outcome> {
  const refusal = whyNotDecide(asked.comment.author, permission, await deps.host.authors());
  if (refusal) {
    const reply: Reply = { kind: "not-decided", command: command.name, why: refusal };
    return { reply, ...onceTo(asked.comment.author, `not-decided ${refusal}`), review: false };
  }
  const entry = whichFinding(command, asked.comment.inReplyTo, asked.ledger);
  if ("what" in entry) return { reply: { kind: "unknown-command", problem: entry }, review: false };
  const reply = await decide(command, entry, asked, deps);
  return { reply, review: CHANGES.has(reply.kind) };
}

/** What was refused once is not explained to the same person again on this pull request: a reaction is enough. */
function onceTo({ id }: Account, kind: string): { digest: string } {
  return {
    digest: createHash("sha256")
      .update(JSON.stringify(["once", kind, id]))
      .digest("hex")
      .slice(0, 32),
  };
}
