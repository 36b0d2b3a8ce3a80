import type { Diagnostic } from "../analysis.ts";
import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { clipped, surplus } from "./multiset.ts";

/** No problem of syntax that the file did not have, by the best front end at hand. Compared by message, since places move. */
export function parses({ before, after }: Look): Verdict {
  if (!before.reading) return notRun(before.unread);
  if (!after.reading) return failed(`the version could not be analysed: ${after.unread}`);
  if (!after.reading.diagnostics || !before.reading.diagnostics) return notRun("no diagnostics for this language here");
  const problem = newDiagnostics(before.reading.diagnostics, after.reading.diagnostics, ["syntax"])[0];
  if (problem) return failed(`line ${problem.span.startLine}: ${clipped(problem.message)} (${problem.by})`);
  return passed("no new syntax error");
}

export function newDiagnostics(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
  kinds: readonly Diagnostic["kind"][],
): Diagnostic[] {
  const of = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
    diagnostics.filter((diagnostic) => kinds.includes(diagnostic.kind));
  return surplus(of(after), of(before), (diagnostic) => `${diagnostic.by} ${diagnostic.kind} ${diagnostic.message}`);
}
