import type { RuleSummary } from "../analysis.ts";
import type { Defect } from "../finding.ts";
import type { Entry, Hit } from "../knowledge.ts";
import { familyOf, type Language } from "../language.ts";
import { sameFamily } from "../weakness-family.ts";
import type { Allowed } from "./check-types.ts";
import { isDangerous } from "./data/dangerous-callees.ts";
import { callsIn } from "./token-calls.ts";
import { tokensOf } from "./tokens.ts";

/**
 * What repairs of these defects may bring: the vocabulary of the rules that know their weaknesses, and what active knowledge
 * about the same weaknesses names in this language. An example's callee that reaches a process, a network or an interpreter
 * counts only where the entry names it among its APIs or rewrites.
 */
export function allowedBy(
  defects: readonly Defect[],
  language: Language,
  rules: readonly RuleSummary[],
  hits: readonly Hit[],
): Allowed {
  const family = familyOf(language);
  const concerned = (weakness: string): boolean => defects.some((defect) => sameFamily(defect.weakness, weakness));
  const words = rules
    .filter((rule) => familyOf(rule.language) === family && concerned(rule.weakness))
    .flatMap((rule) => rule.vocabulary);

  const callees = [...words];
  const literals = [...words];
  const modules = [...words];
  for (const { entry } of hits) {
    if (entry.status !== "active" || !entry.weaknesses.some(concerned)) continue;
    const taught = taughtBy(entry, language);
    callees.push(...taught.callees);
    modules.push(...taught.modules);
    literals.push(...taught.literals);
  }
  return { callees: [...new Set(callees)], modules: [...new Set(modules)], literals: [...new Set(literals)] };
}

function taughtBy(entry: Entry, language: Language): Allowed {
  const family = familyOf(language);
  const rewrites = entry.rewrites.filter((rewrite) => familyOf(rewrite.language) === family);
  const examples = entry.examples.filter((example) => familyOf(example.language) === family);
  const rewritten = rewrites.flatMap((rewrite) => tokensOf(rewrite.replacement, language));
  const shown = examples.flatMap((example) => callsIn(tokensOf(example.secure, language)).map((call) => call.callee));
  return {
    callees: [
      ...entry.apis,
      ...callsIn(rewritten).map((call) => call.callee),
      ...shown.filter((callee) => !isDangerous(callee)),
    ],
    modules: [
      ...entry.apis.map((api) => api.split(".")[0] ?? api),
      ...rewrites.flatMap((rewrite) => rewrite.imports ?? []).flatMap((line) => line.match(/[\w@][\w@./:-]*/g) ?? []),
    ],
    literals: rewritten.filter((token) => token.kind === "string").map((token) => token.text),
  };
}
