import type { ModelAnswer } from "../core/words.ts";
import type { Block } from "./fit-blocks.ts";
import type { Speech } from "./speech.ts";

const MOST_PARAGRAPHS = 4;
const MOST_PARAGRAPH_CHARACTERS = 1000;

/** Plain paragraphs, escaped like everything that strangers wrote, and marked as what they are. */
export function answerBlocks({ text, model }: ModelAnswer, { say }: Pick<Speech, "say">): Block[] {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((paragraph) => say(paragraph, MOST_PARAGRAPH_CHARACTERS))
    .filter((paragraph) => paragraph !== "")
    .slice(0, MOST_PARAGRAPHS);
  return [
    ...paragraphs.map((paragraph): Block => [paragraph]),
    [`*Said by the model ${say(model, 100)}. It reads the code; it decides nothing.*`],
  ];
}
