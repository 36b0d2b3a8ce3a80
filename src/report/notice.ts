import type { Block } from "./fit-blocks.ts";
import type { Speech } from "./speech.ts";
import { withoutStop } from "./wording.ts";

/** About the settings that a pull request brings: what is wrong with them, or that nothing is any more. */
export function noticeBlocks(problem: string | undefined, { say, code }: Speech): Block[] {
  if (problem === undefined)
    return [[`The settings that this pull request brings (${code(".github/reflexgen.yml")}) can be read now.`]];
  return [
    [`The settings that this pull request brings can't be read: ${say(withoutStop(problem), 600)}.`],
    [
      "Merged like this they would be left out as a whole, and the defaults stand. Nothing of them has an effect before.",
    ],
  ];
}
