import type { Finding } from "../../../src/core/finding.ts";
import { markedFinding } from "../../../src/core/mark.ts";
import type { LedgerEntry } from "../../../src/core/pull/ledger/ledger.ts";
import type { Thread } from "../../../src/core/pull-request.ts";

/** A head of before. */
export const THEN = "a".repeat(40);
export const NOW = "b".repeat(40);

/** A finding at a line; all else is what a rule would say of a query. */
export function findingAt(line: number, other: Partial<Finding> = {}): Finding {
  const quote = other.quote ?? "db.execute(query)";
  const start = line * 100;
  return {
    id: other.id ?? `${line}`.padStart(12, "0"),
    path: "app.py",
    symbol: "find",
    weakness: "CWE-89",
    severity: "medium",
    confidence: 0.9,
    title: "SQL from a request",
    reason: "The value is a client's.",
    span: {
      start,
      end: start + quote.length,
      startLine: line,
      endLine: line,
      startColumn: 1,
      endColumn: 1 + quote.length,
    },
    sink: "db.execute",
    claimedBy: [{ kind: "rule", id: "sql" }],
    origin: "introduced",
    provenance: [],
    advice: "Bind the value.",
    citations: [],
    ...other,
    quote,
  };
}

export function claimedByModel(): Pick<Finding, "claimedBy"> {
  return { claimedBy: [{ kind: "model", name: "scripted" }] };
}

/** What was said of a finding in the diff at the head of before. */
export function saidOf(finding: Finding, other: Partial<LedgerEntry> = {}, thread: Partial<Thread> = {}): LedgerEntry {
  return { finding: markedFinding(finding), state: "open", headSha: THEN, thread: threadOf(finding, thread), ...other };
}

/** What was only listed. */
export function listedOf(finding: Finding, other: Partial<LedgerEntry> = {}): LedgerEntry {
  return { finding: markedFinding(finding), state: "open", headSha: THEN, ...other };
}

export function threadOf({ path, span }: Pick<Finding, "path" | "span">, other: Partial<Thread> = {}): Thread {
  return {
    id: "T",
    resolved: false,
    outdated: false,
    first: {
      id: 1,
      author: { id: 9, login: "reflexgen[bot]", bot: true },
      body: "",
      byUs: true,
      createdAt: "2026-01-02T00:00:00Z",
      path,
      line: span.startLine,
      commitSha: THEN,
    },
    replies: [],
    ...other,
  };
}
