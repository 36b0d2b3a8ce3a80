import { AnalysisError, type Analysis } from "../analysis.ts";
import type { Entry } from "../knowledge.ts";
import { isParsed, languageNamed, type ParsedLanguage } from "../language.ts";
import { sameFamily } from "../weakness-family.ts";
import type { EntryRefusal } from "./entry-lint.ts";

/**
 * "Secure" examples that an analyser flags for a weakness of their entry: they would teach what they warn of. Every tier of rules is asked, and
 * a suspicion counts only where the vulnerable side is not suspected as well, so that a careful example of a rule's blind spot is not refused.
 * Languages without rules, and code that can't be analysed, are nobody's to judge here.
 */
export async function judgeExamples(entry: Entry, analysis: Pick<Analysis, "read">): Promise<EntryRefusal[]> {
  const refusals: EntryRefusal[] = [];
  for (const [at, { language: name, secure, vulnerable }] of entry.examples.entries()) {
    const language = languageNamed(name);
    if (!isParsed(language)) continue;
    const flagged = await alertsIn(secure, language, entry, analysis);
    const spoken = flagged.find(({ tier }) => tier === "speaks");
    const before = vulnerable === undefined ? [] : await alertsIn(vulnerable, language, entry, analysis);
    const suspected = flagged.find(({ ruleId }) => !before.some((alert) => alert.ruleId === ruleId));
    const alert = spoken ?? suspected;
    if (alert)
      refusals.push({
        key: `examples.${at}.secure`,
        reason: `rule ${alert.ruleId} reports ${alert.weakness} in line ${alert.span.startLine} of it`,
      });
  }
  return refusals;
}

async function alertsIn(text: string, language: ParsedLanguage, { weaknesses }: Entry, analysis: Pick<Analysis, "read">) {
  try {
    const { alerts = [] } = await analysis.read({ path: "example", language, text }, { alerts: "all" });
    return alerts.filter(({ weakness }) => weaknesses.some((one) => sameFamily(one, weakness)));
  } catch (error) {
    if (!(error instanceof AnalysisError)) throw error;
    return [];
  }
}
