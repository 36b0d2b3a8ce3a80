import { POLICY_PATH } from "../policy.ts";
import type { Comment, Permission, PullRequest } from "../pull-request.ts";
import { readPolicyOrDefault } from "../read-policy.ts";
import { openRedactor } from "../redaction.ts";
import type { Reply, Words } from "../words.ts";
import { applyFixes } from "./apply-fixes.ts";
import { readCommand, type Command } from "./command.ts";
import { allowed, type PullDeps } from "./deps.ts";
import { readLedger, type Ledger } from "./ledger.ts";

type Where = "conversation" | "diff";

/** What else has to happen: a review of the head, also where it was reviewed already. */
export type Answered = { review: boolean };

const NOTHING: Answered = { review: false };
const WRITERS: ReadonlySet<Permission> = new Set(["admin", "maintain", "write"]);

/**
 * Answers one comment that may hold a command. It is read again, and so is what its author may do at this moment: an event only says
 * that something was written. Answered once, also after a crash; comments of bots and of ourselves never.
 */
export async function answerComment(where: Where, id: number, deps: PullDeps): Promise<Answered> {
  const { host } = deps;
  const comment = await host.conversation.readComment(where, id);
  if (!comment || comment.byUs || comment.author.bot) return NOTHING;
  const command = readCommand(comment.body);
  if (!command) return NOTHING;
  const pull = await host.read();
  const words = deps.openWords(pull, openRedactor().scrub);
  const ledger = readLedger(await host.conversation.read(), words);
  if (ledger.answered.has(id)) return NOTHING;

  const permission = await host.permissionOf(comment.author.login);
  const { reply, review } = await obey(command, comment, permission, { pull, words, ledger }, deps);
  const refused = reply?.kind === "not-allowed" || reply?.kind === "unknown-command";
  allowed(await host.conversation.react(where, id, refused ? "confused" : "eyes"), "reaction", deps);
  if (reply) {
    const body = words.reply(reply, id);
    const said =
      where === "diff"
        ? await host.conversation.reply(comment.inReplyTo ?? id, body)
        : await host.conversation.postComment(body);
    allowed(said, "reply", deps);
  }
  return { review };
}

async function obey(
  command: Command,
  comment: Comment,
  permission: Permission,
  { pull, words, ledger }: { pull: PullRequest; words: Words; ledger: Ledger },
  deps: PullDeps,
): Promise<{ reply?: Reply; review: boolean }> {
  const mayWrite = WRITERS.has(permission);
  switch (command.name) {
    case "review":
    case "full":
      // Reviews cost money: those who may write, and who asks for the merge.
      if (!mayWrite && comment.author.id !== pull.author.id) return needs(command, "write access, or to be the author");
      return { review: true };
    case "apply": {
      if (!mayWrite) return needs(command, "write access");
      const { policy } = await readPolicyOrDefault({
        readBase: async (path) => (path === POLICY_PATH ? deps.host.readAt(pull.base.sha, path) : undefined),
      });
      const request = { ids: command.ids, askedBy: comment.author.login, request: `comment-${comment.id}` };
      const tools = { host: deps.host, analysis: deps.review.analysis };
      const reply = await applyFixes(request, { pull, ledger, policy, words }, tools);
      if (reply.kind === "applied") deps.observe({ what: "applied", amount: reply.ids.length });
      // The commit's own event brings its review.
      return { reply, review: false };
    }
    case "help":
      return { reply: { kind: "help" }, review: false };
    case "unknown":
      return { reply: { kind: "unknown-command" }, review: false };
    default:
      return { reply: { kind: "not-here-yet", command: command.name }, review: false };
  }
}

function needs(command: Command, what: string): { reply: Reply; review: boolean } {
  return { reply: { kind: "not-allowed", command: command.name, needs: what }, review: false };
}
