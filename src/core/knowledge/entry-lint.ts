import type { Entry } from "../knowledge.ts";

/** Why an entry is not taken, with the key it stands under; holds no value of the entry. */
export type EntryRefusal = { key: string; reason: string };

/**
 * Text that speaks to a model instead of to a person: the ways in which stored text is known to steer one.
 * This catches the blunt cases and keeps honest authors honest; what protects a review is that entries are fenced as data and repairs are checked.
 */
const AIMED_AT_MODELS: readonly [reason: string, pattern: RegExp][] = [
  [
    "tells a model to drop its instructions",
    /\b(?:ignore|disregard|forget|override|bypass)\s{1,4}(?:\w{1,12}\s{1,4}){0,4}(?:previous|prior|above|earlier|preceding|system)\s{1,4}(?:\w{1,12}\s{1,4}){0,2}(?:instructions?|prompts?|rules?|messages?|directions?|context)\b/i,
  ],
  [
    "tells a model what to answer",
    /\b(?:mark|report|label|classify|treat|consider|rate|declare)\s{1,4}(?:\w{1,12}\s{1,4}){0,4}(?:code|file|function|finding|findings|everything|change|patch|defects?)\s{1,4}(?:\w{1,12}\s{1,4}){0,2}as\s{1,4}(?:\w{1,12}\s{1,4}){0,2}(?:secure|safe|clean|harmless|benign|fixed|false\s{1,4}positives?)\b/i,
  ],
  ["tells a model what to answer", /\b(?:do\s{1,4}not|don't|never)\s{1,4}(?:report|flag|mention|reveal)\s{1,4}(?:\w{1,12}\s{1,4}){0,3}(?:finding|findings|vulnerabilit\w{1,4}|defects?|issues?|this\s{1,4}entry)\b/i],
  ["gives a model a role", /\b(?:you\s{1,4}are\s{1,4}now|act\s{1,4}as\s{1,4}(?:an?\s{1,4})?(?:ai|assistant|reviewer|system|dan)\b|pretend\s{1,4}(?:to\s{1,4}be|that\s{1,4}you))/i],
  ["holds the role marks of a chat", /<\/?(?:system|assistant|user|instructions?|im_start|im_end)>|<\|[a-z_]{2,20}\|>|\[\/?INST\]|<<\/?SYS>>/i],
  ["holds the role marks of a chat", /^[ \t]{0,8}#{0,4}[ \t]{0,4}(?:system|assistant)[ \t]{0,4}:[ \t]/im],
  [
    "asks a model for its instructions",
    /\b(?:reveal|print|repeat|show|output|disclose)\s{1,4}(?:\w{1,12}\s{1,4}){0,2}(?:system\s{1,4}prompt|hidden\s{1,4}instructions?)\b/i,
  ],
];

/** Bidirectional controls, zero-width and tag characters, and others that people can't see but models read. */
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}\uFFF9-\uFFFB]/u;
/** An emoji's "draw me in colour" hides nothing. */
const EMOJI_STYLE = /(?<=\p{Extended_Pictographic})\uFE0F/gu;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;

/** Everything in an entry that may not be stored; empty for an entry that may. */
export function lintEntry(entry: Entry): EntryRefusal[] {
  const refusals: EntryRefusal[] = [];
  for (const { key, text, isCode } of textsOf(entry)) {
    if (HIDDEN.test(text.replaceAll(EMOJI_STYLE, ""))) refusals.push({ key, reason: "holds characters that nobody can see" });
    if (CONTROL.test(text)) refusals.push({ key, reason: "holds control characters" });
    // In code, `system:` or `<user>` are everyday; what tells a model what to do is refused there too.
    const patterns = isCode ? AIMED_AT_MODELS.filter(([reason]) => reason.startsWith("tells")) : AIMED_AT_MODELS;
    const aimed = patterns.find(([, pattern]) => pattern.test(text));
    if (aimed) refusals.push({ key, reason: `${aimed[0]}: an entry is for people and as data` });
  }
  return refusals;
}

function textsOf(entry: Entry): { key: string; text: string; isCode: boolean }[] {
  const prose = (key: string, text: string) => ({ key, text, isCode: false });
  const code = (key: string, text: string) => ({ key, text, isCode: true });
  return [
    prose("title", entry.title),
    prose("text", entry.text),
    prose("origin", entry.origin),
    ...entry.languages.map((text) => prose("languages", text)),
    ...entry.apis.map((text) => code("apis", text)),
    ...entry.references.map((text) => code("references", text)),
    ...entry.examples.flatMap(({ language, vulnerable = "", secure }, at) => [
      prose(`examples.${at}.language`, language),
      code(`examples.${at}.vulnerable`, vulnerable),
      code(`examples.${at}.secure`, secure),
    ]),
    ...entry.rewrites.flatMap(({ language, pattern, replacement, imports = [] }, at) => [
      prose(`rewrites.${at}.language`, language),
      code(`rewrites.${at}`, [pattern, replacement, ...imports].join("\n")),
    ]),
  ];
}
