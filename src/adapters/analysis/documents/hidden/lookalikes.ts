import type { Found } from "../finder.ts";
import { COMMENT, STRING } from "./code-map.ts";
import type { HiddenTextDocument } from "./hidden-text.ts";

/** Letters that look like an ASCII letter in usual typefaces, and which. Greek small letters of formulas (α, β, μ, ρ …) are not among them. */
const LATIN: Readonly<Record<string, string>> = {
  ...pairs("АВСЕНІЈКМОРЅТХҮԌԜԚ", "ABCEHIJKMOPSTXYGWQ"),
  ...pairs("асеһіјорѕхуԁԛԝѵӏ", "acehijopsxydqwvl"),
  ...pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
  ...pairs("οϲϳ", "ocj"),
  ...pairs("օսոցզհ", "ounjqh"),
  ...pairs("ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᏚᎢᏙᎳᏃ", "ABCDEHJKLMPSTVWZ"),
};

function pairs(strange: string, plain: string): Record<string, string> {
  return Object.fromEntries(Array.from(strange).map((letter, index) => [letter, plain[index] ?? ""]));
}

const WORD = /[A-Za-z0-9_$\u0370-\u058f\u13a0-\u13ff\uff21-\uff3a\uff41-\uff5a]+/g;
const STRANGE = /[\u0370-\u058f\u13a0-\u13ff\uff21-\uff5a]/;

/**
 * Names that look like another: a letter of another script that looks like an ASCII one among ASCII letters, or a name wholly
 * of such letters. The second, and all in strings, count only where the name that they look like stands in the text, too.
 * Comments are not looked at.
 */
export function lookalikes({ map, names, text }: HiddenTextDocument): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const part = map[match.index];
    if (part === COMMENT || !STRANGE.test(word)) continue;
    const plain = plainOf(word);
    if (plain === undefined) continue;
    if ((part === STRING || !/[A-Za-z]/.test(word)) && !(plain.length > 2 && names.has(plain))) continue;
    found.push({ start: match.index, end: match.index + word.length, sink: plain });
  }
  return found;
}

/** The word in ASCII letters; undefined where it holds letters that look like none. */
function plainOf(word: string): string | undefined {
  let plain = "";
  for (const letter of word) {
    const code = letter.charCodeAt(0);
    const latin = code < 128 ? letter : code >= 0xff21 ? String.fromCharCode(code - 0xfee0) : LATIN[letter];
    if (latin === undefined) return undefined;
    plain += latin;
  }
  return plain;
}
