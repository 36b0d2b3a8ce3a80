import { z } from "zod";
import type { Exchange } from "../model/model-window.ts";
import { blankOf } from "../model/question.ts";
import { changedLines, type ChangedLine } from "./changed-lines.ts";

/** One step of the loop on one unit, as its question and its answer tell it. */
export type Step = {
  unit: string;
  kind: "examined" | "version" | "obstacle" | "refused" | "fresh eyes" | "compared" | "unanswered";
  words: string;
  /** Titles of the knowledge that the question brought. */
  knowledge?: string[];
  /** What this version changes against the one before. */
  changes?: ChangedLine[];
};

const Introspected = z.looseObject({ defects: z.array(z.looseObject({ weakness: z.string(), title: z.string() })) });
const Repaired = z.looseObject({ title: z.string(), obstacle: z.string(), code: z.string() });
const Compared = z.looseObject({ reason: z.string() });

/** What happened, unit by unit, in the order of the first question about each. Units of which nothing was found are left out. */
export function stepsOf(exchanges: readonly Exchange[]): Step[] {
  return [...Map.groupBy(exchanges, keyOf).values()].flatMap((own) => {
    const code = own.map(({ question }) => blankOf(question, "code")).find((text) => text !== undefined) ?? "";
    const unit = nameIn(code) ?? "top level";
    let latest = code;
    const steps = own.flatMap((exchange, at): Step[] => {
      const { question, answer, refused } = exchange;
      if (!answer) return [{ unit, kind: "unanswered", words: refused ?? "no answer" }];
      if (question.purpose === "introspect")
        return [{ unit, kind: at === 0 ? "examined" : "fresh eyes", words: claimWords(answer) }];
      if (question.purpose === "compare") return [{ unit, kind: "compared", words: Compared.parse(answer).reason }];
      const { title, obstacle, code: version } = Repaired.parse(answer);
      const steps: Step[] = [];
      if (question.messages.length > 2) steps.push({ unit, kind: "refused", words: feedbackWords(exchange) });
      const knowledge = titlesIn(blankOf(question, "knowledge") ?? "");
      if (obstacle.trim()) return [...steps, { unit, kind: "obstacle", words: obstacle, knowledge }];
      steps.push({ unit, kind: "version", words: title, knowledge, changes: changesOf(latest, version) });
      latest = version;
      return steps;
    });
    return steps.length > 1 || steps[0]?.kind === "unanswered" ? steps : [];
  });
}

/** The first line tells apart what has no name: each file has a top level of its own. */
function keyOf(exchange: Exchange): string {
  return nameIn(codeOf(exchange)) ?? codeOf(exchange).split("\n")[0] ?? "";
}

function codeOf({ question }: Exchange): string {
  return blankOf(question, "code") ?? blankOf(question, "first") ?? "";
}

function nameIn(code: string): string | undefined {
  return /\b(?:def|function) (\w+)/.exec(code)?.[1];
}

function claimWords(answer: unknown): string {
  const { defects } = Introspected.parse(answer);
  return defects.length === 0 ? "no defect" : defects.map(({ weakness, title }) => `${weakness}: ${title}`).join("; ");
}

function feedbackWords({ question }: Exchange): string {
  // What fresh eyes found stands in the step before.
  const lines = (blankOf(question, "feedback") ?? "").replace(/( failed): fresh introspection finds .*$/gm, "$1.");
  return lines.replace(/^- /gm, "").trim().replace(/\s+/g, " ");
}

function titlesIn(knowledge: string): string[] {
  return [...knowledge.matchAll(/^# (.{1,200}) \((?:CWE|general)/gm)].map(([, title = ""]) => title);
}

function changesOf(before: string, after: string): ChangedLine[] {
  const lines = (text: string) => text.replace(/\n$/, "").split("\n");
  return changedLines(lines(before), lines(after)).filter(({ sign }) => sign !== " ");
}
