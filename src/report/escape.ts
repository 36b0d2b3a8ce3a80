/**
 * What must never reach a screen as it is: controls (ANSI escapes begin with one), bidirectional marks, zero-width and
 * tag characters, line separators, lone surrogates, private and unassigned code points.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const HIDDEN_IN_JSON = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u007f-\u009f]/gu;

/** More than two marks on one character are drawn over the neighbouring lines. */
const STACKED_MARKS = /([\p{Mn}\p{Me}]{2})([\p{Mn}\p{Me}]+)/gu;

/** An emoji's "draw me in colour": harmless, and common in comments. */
const EMOJI_STYLE = /(\p{Extended_Pictographic})\uFE0F/gu;

const PLAIN = /^[\x20-\x7e]*$/;

/**
 * One line of untrusted text as people may see it: every hidden character stands there as `<U+202E>`, tab and newline too. So does a
 * sign of `##[`, which begins a command to the runner in a workflow's log.
 */
export function visible(text: string): string {
  const inert = text.replaceAll("##[", "#<U+0023>[");
  if (PLAIN.test(inert)) return inert;
  return inert
    .replace(EMOJI_STYLE, "$1")
    .replace(STACKED_MARKS, (_, kept: string, more: string) => `${kept}<${Array.from(more).length} marks>`)
    .replace(HIDDEN, escaped);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `<U+${code.padStart(4, "0")}>`;
}

const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
/** Letters of scripts in which some pass for Latin ones; and those that do. */
const PASSING = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}]/u;
const TWINS = /[аеорсухіјѕһԁԛԝӏАВЕКМНОРСТУХІЈЅαονυρικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսհո]/u;

/** Code as people may see it: `visible`, and in a word that is partly Latin letters of such scripts stand there as `<U+0430>`. */
export function visibleCode(text: string): string {
  return visible(withoutDisguise(text, (letter) => PASSING.test(letter)));
}

/** The same for prose, which mixes scripts for good reasons: a word is taken for disguised only where all its other letters pass for Latin. */
export function visibleWords(text: string): string {
  return visible(withoutDisguise(text, (letter) => TWINS.test(letter)));
}

function withoutDisguise(text: string, passes: (letter: string) => boolean): string {
  if (PLAIN.test(text)) return text;
  return text.replace(WORD, (word) => {
    const others = word.match(/\P{ASCII}/gu) ?? [];
    if (others.length === 0 || !/[A-Za-z]/.test(word)) return word;
    const isFalse = (letter: string) => passes(letter) || isDressed(letter);
    const isDisguised = others.every((letter) => isFalse(letter) || /\p{Script=Latin}|\P{L}/u.test(letter));
    return isDisguised ? word.replace(/\P{ASCII}/gu, (letter) => (isFalse(letter) ? escaped(letter) : letter)) : word;
  });
}

/** Full-width and mathematical letters are ASCII ones in another dress. */
function isDressed(letter: string): boolean {
  return /^[A-Za-z0-9]$/.test(letter.normalize("NFKC"));
}

/** Untrusted prose on one line: white space folded, then `visible`. */
export function visibleProse(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim());
}

/**
 * Text without what is a command to the runner in a workflow's log: lines that begin with `::`, and the sequence `##[`.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function inertInActions(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, "$1<U+003A>").replaceAll("##[", "#<U+0023>[");
}

/** JSON text whose strings hold no hidden character as it is, nor a runner's command, so that it may be printed; the value it stands for is the same. */
export function escapeJson(json: string): string {
  return json.replaceAll("##[", "#\\u0023[").replace(HIDDEN_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
    }).join(""),
  );
}
