import type { Facts } from "../analysis.ts";
import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { isHarmless } from "./data/harmless-callees.ts";
import { clipped, listed } from "./multiset.ts";
import { newDiagnostics } from "./parses.ts";

/** Every name that the patch introduces is bound, imported or the language's own; nothing is bound twice. */
export function namesBound(look: Look): Verdict {
  const { before, after } = look;
  if (!before.reading?.facts || !after.reading?.facts)
    return notRun(before.unread || after.unread || "no facts for this language here");
  // A name that only ever follows a dot is bound by its owner.
  const standing = new Set(
    after.tokens.flatMap((token, index) =>
      /^(\.|\?\.|->|::)$/.test(after.tokens[index - 1]?.text ?? "") ? [] : [token.text],
    ),
  );
  const known = new Set(unbound(before.reading.facts));
  const missing = unbound(after.reading.facts).filter(
    (name) => !known.has(name) && standing.has(name) && !isLent(look, name, known),
  );
  if (missing.length > 0) return failed(`not bound or imported: ${listed(missing)}`);
  const problem = newDiagnostics(before.reading.diagnostics ?? [], after.reading.diagnostics ?? [], [
    "unbound",
    "redeclared",
    "type",
  ])[0];
  if (problem) return failed(`line ${problem.span.startLine}: ${clipped(problem.message)} (${problem.by})`);
  return passed("every name of the version is bound or imported");
}

function unbound(facts: Facts): string[] {
  const bound = new Set([...facts.fileNames, ...facts.builtins]);
  return facts.freeNames.filter((name) => !bound.has(name));
}

/** In C the standard headers also come through the project's own, which nobody reads here; then its plain functions count as bound. */
function isLent({ before, language }: Look, name: string, known: ReadonlySet<string>): boolean {
  const ownHeaders = before.reading?.outline?.imports.some((each) => each.module.startsWith('"')) ?? false;
  return (language === "c" || language === "cpp") && isHarmless(name, language) && (ownHeaders || known.size > 0);
}
