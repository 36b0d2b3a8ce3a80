import type { Reply } from "../core/words.ts";
import { commandItems } from "./command-words.ts";
import type { Block } from "./fit-blocks.ts";
import { shortSha, type Speech } from "./speech.ts";
import { count } from "./wording.ts";

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
    case "not-here-yet":
      return [[`${code(`/reflexgen ${reply.command}`)} is understood, but does nothing yet.`], ...help(commands)];
    case "not-allowed":
      return [[`${code(`/reflexgen ${reply.command}`)} needs ${say(reply.needs, 200)}. Nothing was changed.`]];
    case "applied": {
      const amount = count(reply.ids.length, "fix", "fixes");
      return [
        [`Committed ${amount} as ${shortSha(reply.commitSha)}; the new head is being checked.`],
        ...left(reply.left, speech),
      ];
    }
    case "not-applied":
      return [[`Nothing was committed: ${say(reply.why)}`], ...left(reply.left, speech)];
    case "reviewing":
      return [[`Reviewing ${shortSha(reply.headSha)}; the check tells when it is done.`]];
    case "unknown-command":
      return [["This is no command that ReflexGen knows."], ...help(commands)];
    case "help":
      break;
  }
  return help(commands);
}

function left(items: readonly { id: string; reason: string }[], { say, code }: Speech): Block[] {
  if (items.length === 0) return [];
  return [
    ["Left as they are:"],
    [
      items.map(({ id, reason }) => `- ${code(id)}: ${say(reason, 300)}`).join("\n"),
      `- ${count(items.length, "finding")}`,
    ],
  ];
}

function help(commands: Speech["commands"]): Block[] {
  const items = commandItems(commands);
  return items.length > 0 ? [["You can ask, as the first words of a line in a comment:"], [items.join("\n")]] : [];
}
