import { familyOfWeakness } from "../../src/core/weakness-family.ts";
import type { Judged } from "./judge-choices.ts";
import type { Part } from "./score-sets.ts";
import { byGroup, cellsOf, COLUMNS, percent, sum, type Tally } from "./tally.ts";

export type Measured = {
  /** With `--all`, and as a person sees it without. */
  all: readonly Part[];
  usual: readonly Part[];
  trojan: { total: number; missed: string[] };
  choices: readonly Judged[];
  day: string;
};

/** Rules samples: aimed at together, since each is small. */
const SAMPLES = ["gosec", "ast_grep", "dlint", "bandit_examples"];
/** Missed at least so often, a weakness is listed as known to be missed. */
const MISSED_OFTEN = 2;

/** The detection section of docs/benchmarks.md. */
export function detectionSection({ all, usual, trojan, choices, day }: Measured): string {
  const sets = [...new Set(all.map(({ set }) => set))];
  const bySet = sets.flatMap((set) => [
    [set, "all", ...cellsOf(tallyOf(all, (part) => part.set === set))],
    ["", "default", ...cellsOf(tallyOf(usual, (part) => part.set === set))],
  ]);
  const languages = [...new Set(all.map(({ language }) => language))].toSorted();
  const byLanguage = languages.flatMap((language) =>
    sets
      .map((set): [string, Tally] => [set, tallyOf(all, (part) => part.set === set && part.language === language)])
      .filter(([, tally]) => tally.vulnerable + tally.silent > 0)
      .map(([set, tally]) => [language, set, ...cellsOf(tally)]),
  );
  return [
    "## Detection",
    "",
    `Written by \`npm run bench:detect\` on ${day}, offline, without a model. The data is one half of each of ten public sets (rows in the languages that have rules); nobody here wrote the cases, and the other half was not seen. "all" = \`scan --all\`, rules that only suspect included; "default" = what a person sees. "Strict": the weakness is the label's, its parent or its child. A pair is right when the vulnerable side is reported and the fixed one is not; "by group" averages that over rules or repositories. The sets of rule samples hold many rows about style and deprecated calls, which is why recall is lower there.`,
    "",
    ...goals(all, trojan, choices),
    "",
    "### By set",
    "",
    ...table(["set", "scan", ...COLUMNS], bySet),
    "",
    "### By language and set (all)",
    "",
    ...table(["language", "set", ...COLUMNS], byLanguage),
    "",
    "### By weakness and language (all)",
    "",
    "All sets together; near relatives share a row. Cases flagged with the right weakness, of all vulnerable ones; alarms with any weakness on the fixed or clean ones.",
    "",
    ...table(["weakness", ...languages], weaknessRows(all, languages)),
    "",
    "### Known to be missed",
    "",
    ...missed(all),
    "",
    "### Right and wrong repairs",
    "",
    ...repairs(choices),
    "",
  ].join("\n");
}

function tallyOf(parts: readonly Part[], wanted: (part: Part) => boolean): Tally {
  return sum(parts.filter(wanted).map(({ tally }) => tally));
}

function goals(all: readonly Part[], trojan: Measured["trojan"], choices: readonly Judged[]): string[] {
  const help = tallyOf(all, ({ set }) => set === "codeql_help_pairs");
  const sven = (language: string) => tallyOf(all, (part) => part.set === "sven_pairs" && part.language === language);
  const tests = tallyOf(all, ({ set }) => set === "codeql_tests");
  const samples = tallyOf(all, ({ set }) => SAMPLES.includes(set));
  const goal = (text: string, found: number, limit: number, atMost = false) => {
    const met = atMost ? found <= limit : found >= limit;
    return `- ${met ? "Goal met" : "**Goal missed**"}: ${text} ${atMost ? "at most" : "at least"} ${percent(limit, 1)}. Found: ${percent(found, 1)}.`;
  };
  return [
    goal("strict pairs of codeql_help_pairs", help.pairStrict / help.pairs, 0.55),
    goal("strict pairs of sven_pairs, Python", sven("Python").pairStrict / sven("Python").pairs, 0.45),
    goal("strict pairs of sven_pairs, C and C++", sven("C, C++").pairStrict / sven("C, C++").pairs, 0.1),
    goal("files of codeql_tests with a report", tests.flagged / tests.vulnerable, 0.6),
    goal("line recall of codeql_tests", tests.lineRecall / tests.lineFiles, 0.45),
    goal("line precision of codeql_tests", tests.lineHits / tests.lineFound, 0.75),
    goal("alarms on clean files of codeql_tests", tests.alarms / tests.silent, 0.08, true),
    ...SAMPLES.map((set) => goal(`${set} by group`, byGroup(tallyOf(all, (part) => part.set === set)), 0.65)),
    goal(`alarms over ${SAMPLES.join(", ")}`, samples.alarms / samples.silent, 0.05, true),
    goal("Trojan Source files reported by default", 1 - trojan.missed.length / trojan.total, 1),
    goal("balanced accuracy of the checks on decidable juice-shop rows", balanced(choices), 0.7),
    ...(trojan.missed.length > 0 ? ["", `Trojan Source files that are missed: ${trojan.missed.join(", ")}.`] : []),
  ];
}

function weaknessRows(all: readonly Part[], languages: readonly string[]): string[][] {
  return [...Map.groupBy(all, ({ weakness }) => familyOf(weakness))]
    .toSorted(([a], [b]) => numberOf(a) - numberOf(b))
    .map(([weakness, parts]) => [
      weakness,
      ...languages.map((language) => {
        const { vulnerable, flaggedStrict, silent, alarms } = tallyOf(parts, (part) => part.language === language);
        const found = vulnerable > 0 ? `${flaggedStrict} of ${vulnerable}` : "";
        return [found, ...(alarms > 0 ? [`${alarms} of ${silent} alarms`] : [])].filter(Boolean).join("; ");
      }),
    ]);
}

function missed(all: readonly Part[]): string[] {
  const rows = [...Map.groupBy(all, ({ language, weakness }) => `${language}\0${familyOf(weakness)}`)]
    .map(([key, parts]) => ({ key: key.split("\0"), tally: sum(parts.map(({ tally }) => tally)) }))
    .map(({ key, tally }) => ({ key, left: tally.vulnerable - tally.flaggedStrict, of: tally.vulnerable }))
    .filter(({ left }) => left >= MISSED_OFTEN)
    .toSorted((a, b) => b.left - a.left);
  const none = rows.filter(({ left, of }) => left === of);
  const byLanguage = (chosen: typeof rows) =>
    [...Map.groupBy(chosen, ({ key }) => key[0] ?? "")].map(
      ([language, own]) =>
        `- ${language}: ${own.map(({ key, left, of }) => `${key[1]} (${left} of ${of})`).join(", ")}`,
    );
  return [
    `Weaknesses that are missed ${MISSED_OFTEN} times or more, the most frequent first; what a look at one file can't see, and why, is in [coverage.md](coverage.md).`,
    "",
    "Every case is missed:",
    "",
    ...byLanguage(none),
    "",
    "Some cases are missed:",
    "",
    ...byLanguage(rows.filter((row) => !none.includes(row))),
  ];
}

function repairs(choices: readonly Judged[]): string[] {
  const decidable = choices.filter((each) => each.decidable);
  const others = choices.filter((each) => !each.decidable);
  return [
    `Coding challenges of juice-shop: the right fix, and wrong ones with a reason each, handed to the checks as if the loop had made them; accepted means L3. Decidable are the ${decidable.length} of ${choices.length} rows in which a rule sees the labelled weakness: there the checks can say "repaired" without a model. Balanced accuracy on them: ${balanced(choices).toFixed(2)}. A right fix that is rejected stays advice. On the other ${others.length} no fix is accepted, right (${others.length}) or wrong (${others.reduce((total, { wrong }) => total + wrong, 0)}): they are about routes that should not exist, questions of an account, a password rule, a contract in Solidity.`,
    "",
    ...table(
      ["challenge", "weakness", "right fix", "wrong fixes rejected"],
      decidable.map(({ id, weakness, rightAccepted, against, wrong, wrongRejected }) => [
        id,
        weakness,
        rightAccepted ? "accepted" : `rejected (${against ?? "not decided"})`,
        `${wrongRejected} of ${wrong}`,
      ]),
    ),
  ];
}

/** The mean of the share of right fixes that are accepted and of wrong ones that are rejected, over the decidable rows. */
function balanced(choices: readonly Judged[]): number {
  const decidable = choices.filter((each) => each.decidable);
  const accepted = decidable.filter(({ rightAccepted }) => rightAccepted).length / decidable.length;
  const wrong = decidable.reduce((total, each) => total + each.wrong, 0);
  return (accepted + decidable.reduce((total, each) => total + each.wrongRejected, 0) / wrong) / 2;
}

function familyOf(weakness: string): string {
  const number = /^CWE-0*(\d+)$/.exec(weakness)?.[1];
  return number === undefined ? weakness : familyOfWeakness(`CWE-${number}`);
}

function numberOf(weakness: string): number {
  return Number(/\d+/.exec(weakness)?.[0] ?? Infinity);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}
