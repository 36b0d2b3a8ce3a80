import type { Cwe } from "../../weakness.ts";

const set = (numbers: string): ReadonlySet<Cwe> => new Set(numbers.split(" ").map((number) => `CWE-${number}`));

/** A value reaches something that interprets it: after the repair the same value must still arrive, in a safe way. */
const FLOWS = set(
  "20 22 23 36 73 74 77 78 79 80 88 89 90 91 93 94 95 96 113 116 117 120 121 122 134 470 501 502 564 601 611 643 776 787 917 918 943 1333 1336 730 400 409 434",
);
/** The text sent to the interpreter, words in order, must stay as it was but for the values. */
const TEXTS = set("77 78 79 88 89 90 564 643 943");
/** What arrives at the sink is seen or run elsewhere, so no other value of the unit may come along. */
const OUTWARD = set("77 78 79 80 88 89 90 116 117 532 564 601 643 918 943");
/** Sizes, limits or modes are what is repaired, so numbers in the repaired statements may change. */
const NUMBERS = set(
  "119 120 121 122 125 126 127 129 131 170 190 191 193 242 295 326 327 328 330 338 377 400 409 416 415 476 521 613 676 680 732 770 787 788 805 916 1333",
);
/** Order of release and use is what is repaired. */
const RELEASES = set("415 416 401 404 672 772 775 825");

export const carriesValues = (weakness: Cwe): boolean => FLOWS.has(weakness);
export const sendsText = (weakness: Cwe): boolean => TEXTS.has(weakness);
export const concernsNumbers = (weakness: Cwe): boolean => NUMBERS.has(weakness);
export const concernsRelease = (weakness: Cwe): boolean => RELEASES.has(weakness);
export const sendsOut = (weakness: Cwe): boolean => OUTWARD.has(weakness);
