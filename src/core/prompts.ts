import type { Prompt } from "./model.ts";

/**
 * The prompt files and their blanks. `data` is fenced and named as data; `word` is ours: a language, a weakness, a path-free name.
 * The symbols are those of METHOD.md.
 */
export const PROMPT_BLANKS = {
  /** p_introspect ‖ x ‖ y: is this code secure? */
  introspect: { language: "word", context: "data", hints: "data", code: "data" },
  /** x ‖ y_0 ‖ fb_0: the unchanging start of a repair's conversation. */
  repair: { language: "word", context: "data", code: "data", feedback: "data" },
  /** p_gen ‖ r_0 (Eq. 3): follows `repair` when the knowledge is sufficient. */
  generate: { knowledge: "data" },
  /** p_refine ‖ fb_t ‖ r_t (Eq. 4): follows `repair`, or the version that did not hold. */
  refine: { feedback: "data", knowledge: "data" },
  /** Two versions, unlabelled and in random order: which of them has the weakness? */
  compare: { language: "word", weakness: "word", others: "word", context: "data", first: "data", second: "data" },
  /** Ends the system part of `introspect` and `repair` where people want another language than English. */
  language: { language: "word" },
  /** A person's words about a finding, answered in words: what comes of it is a text for people. */
  answer: {
    language: "word",
    speech: "word",
    finding: "data",
    context: "data",
    code: "data",
    thread: "data",
    question: "data",
  },
} as const;

export type PromptName = keyof typeof PROMPT_BLANKS;
export const PROMPT_NAMES = [
  "introspect",
  "repair",
  "generate",
  "refine",
  "compare",
  "language",
  "answer",
] as const satisfies readonly PromptName[];
export type PromptValues<N extends PromptName> = Record<keyof (typeof PROMPT_BLANKS)[N], string>;

export type Prompts = {
  /** `tag` fences the data: random, one a unit, so that text inside can't close it and endpoints can cache the prefix. */
  fill<N extends PromptName>(name: N, values: PromptValues<N>, tag: string): Prompt;
  /** Changes with any prompt file: recordings and evaluations name it. */
  readonly version: string;
};
