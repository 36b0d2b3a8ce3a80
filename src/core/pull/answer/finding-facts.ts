import type { Finding } from "../../finding.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import type { Look } from "./look-again.ts";

const MOST_FIX_CHARACTERS = 1500;

/** What is known of the finding: what the analysers and the checks said, not what people did. */
export function findingFacts({ finding }: LedgerEntry, { now }: Look): string {
  const { weakness, severity, title, path, lines, byModel } = finding;
  const claimed = byModel ? "claimed by a model, no analyser reports it" : "reported by an analyser";
  const known = [title, `${weakness}, severity ${severity}, ${path}:${lines.startLine}, ${claimed}`];
  return [...known, ...("span" in now ? factsNow(now) : [`At the newest commit: ${now.missing}`])].join("\n");
}

function factsNow({ reason, span, fix, advice }: Finding): string[] {
  const found = [`At the newest commit it stands at line ${span.startLine}`, reason];
  if (!fix) return [...found, `There is no fix. ${advice}`];
  const named = (wanted: string) =>
    fix.checks.flatMap(({ name, outcome, detail }) =>
      outcome === wanted ? [outcome === "passed" ? name : `${name} (${detail})`] : [],
    );
  const checks = (["passed", "failed", "not-run"] as const).map(
    (outcome) => `${outcome}: ${named(outcome).join(", ")}`,
  );
  const after = fix.patch.hunks
    .map((hunk) => hunk.after)
    .join("")
    .slice(0, MOST_FIX_CHARACTERS);
  return [
    ...found,
    fix.reached === "L3"
      ? `A checked fix is offered; it ${fix.title}:`
      : `A fix was tried that does not hold; it ${fix.title}:`,
    after.trimEnd(),
    `Checks of it, ${checks.filter((line) => !line.endsWith(": ")).join("; ")}`,
  ];
}
