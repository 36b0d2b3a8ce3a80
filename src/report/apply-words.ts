import type { ApplyReply, LeftOut } from "../core/apply-reply.ts";
import type { Block } from "./fit-blocks.ts";
import { markdownFence } from "./markdown-escape.ts";
import { folded, shortSha, type Speech } from "./speech.ts";
import { count, withoutStop } from "./wording.ts";

const COMMAND = "/reflexgen apply all";

/** What came of a wish to have fixes committed. */
export function applyBlocks(reply: ApplyReply, speech: Speech): Block[] {
  switch (reply.kind) {
    case "applied": {
      const amount = count(reply.ids.length, "fix", "fixes");
      return [
        [`Committed ${amount} as ${shortSha(reply.commitSha)}; the new head is being checked.`],
        ...leftBlocks(reply.left, speech),
      ];
    }
    case "not-applied":
      return [
        [`Nothing was committed: ${speech.say(reply.why)}`],
        ...leftBlocks(reply.left, speech),
        ...patchBlocks(reply.patch),
      ];
    case "there-already":
      return [[`The checked fixes stand there already, at ${shortSha(reply.headSha)}. Nothing was committed again.`]];
    case "apply-asked":
      return [
        [
          `${count(reply.fixes, "checked fix waits", "checked fixes wait")} here. GitHub tells nobody who pressed the button, so somebody with write access has to say it in a comment:`,
        ],
        [markdownFence("text", [COMMAND]).join("\n")],
      ];
    case "who-ticked":
      break;
  }
  return [
    ["The box was ticked, but GitHub does not tell by whom. Somebody with write access can say it in a comment:"],
    [markdownFence("text", [COMMAND]).join("\n")],
  ];
}

function leftBlocks(items: LeftOut, { say, code }: Speech): Block[] {
  if (items.length === 0) return [];
  return [
    ["Left as they are:"],
    [
      items.map(({ id, reason }) => `- ${code(id)}: ${say(withoutStop(reason), 300)}`).join("\n"),
      `- ${count(items.length, "finding")}`,
    ],
  ];
}

/** The patch was made to be shown as it is: see `mailPatch`. */
function patchBlocks(patch: string | undefined): Block[] {
  if (patch === undefined) return [];
  const shown = markdownFence("diff", patch.split("\n")).join("\n");
  return [
    [folded("The fixes as a patch: save it as a file and run git am on that", [shown]), "The patch did not fit here."],
  ];
}
