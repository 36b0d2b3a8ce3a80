import type { Reply } from "../core/words.ts";
import { answerBlocks } from "./answer-blocks.ts";
import { applyBlocks } from "./apply-words.ts";
import { commandItems, commandLine } from "./command-words.ts";
import { explanationBlocks } from "./explanation.ts";
import type { Block } from "./fit-blocks.ts";
import { problemWords } from "./problem-words.ts";
import { shortSha, type Speech } from "./speech.ts";
import { withoutStop } from "./wording.ts";

/** An answer to one person: short, and it says what to do next. */
export function replyBlocks(reply: Reply, speech: Speech): Block[] {
  const { say, code, commands } = speech;
  switch (reply.kind) {
    case "fixed": {
      const rest = reply.resolved
        ? ""
        : " Since people are talking here, the conversation stays open for them to close.";
      return [[`Fixed in ${shortSha(reply.commitSha)}: the weakness is no longer found there.${rest}`]];
    }
    case "not-allowed":
      return [[`${code(`/reflexgen ${reply.command}`)} needs ${say(reply.needs, 200)}. Nothing was changed.`]];
    case "not-decided":
      return [[`${WHY_NOT[reply.why](code(`/reflexgen ${reply.command}`))} Nothing was changed.`]];
    case "applied":
    case "not-applied":
    case "there-already":
    case "apply-asked":
    case "who-ticked":
      return applyBlocks(reply, speech);
    case "reviewing":
      return [[`Reviewing ${shortSha(reply.headSha)}; the check tells when it is done.`]];
    case "dismissed":
    case "accepted":
      return decided(reply, speech);
    case "paused":
      return [[`Paused: new commits are not reviewed by themselves. ${commandLine("resume")} ends it.`]];
    case "resumed":
      return [["Reviews go on; the newest commit is being looked at."]];
    case "explained":
      return explanationBlocks(reply.about, speech);
    case "answered":
      return answerBlocks(reply.answer, speech);
    case "unknown-command":
      return [[problemWords(reply.problem, speech)]];
    case "help":
      break;
  }
  return help(commands);
}

const WHY_NOT = {
  "no-write-access": (command: string) => `${command} needs write access.`,
  "only-author": (command: string) =>
    `${command} needs a second pair of eyes: somebody with write access who is not the only one that provably wrote this change. A commit proves its author where its signature is verified.`,
  "author-unknown": (command: string) =>
    `${command} needs somebody who is not the only author, and GitHub can't tell who wrote some of these commits. It can where they carry verified signatures.`,
} as const;

function decided(
  { kind, decision, title, remembered, resolved }: Extract<Reply, { kind: "dismissed" | "accepted" }>,
  { say, code }: Speech,
): Block[] {
  const until = new Date(decision.untilMs - 1).toISOString().slice(0, 10);
  const what = kind === "dismissed" ? "Declined" : "Risk accepted";
  const where = remembered
    ? "It holds in this repository"
    : "The store of decisions did not take it, so it holds on this pull request only,";
  return [
    [`${what} until ${until}: ${say(withoutStop(title), 200)} (${code(decision.id)}).`],
    [`Reason: ${say(withoutStop(decision.reason), 500)}.`],
    [
      `${where} for this very code: once that changes, the finding is said again.${resolved ? "" : " The check follows."}`,
    ],
  ];
}

function help(commands: Speech["commands"]): Block[] {
  const items = commandItems(commands);
  return items.length > 0 ? [["You can ask, as the first words of a line in a comment:"], [items.join("\n")]] : [];
}
