import type { Finding, Fix } from "../../src/core/finding.ts";
import { patchBetween } from "../../src/core/patch.ts";
import type { Review } from "../../src/core/review.ts";
import { spanOf } from "../../src/core/text.ts";

export const USERS = `import sqlite3


class Users:
    def login(self, name, password):
        cursor = self.db.cursor()
        cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
        return cursor.fetchone()
`;
export const USERS_FIXED = USERS.replace(`'" + name + "'")`, `?", (name,))`);
const QUOTE = `"SELECT * FROM users WHERE name = '" + name + "'"`;

export const CHECKED_FIX: Fix = {
  patch: patchBetween("app/users.py", USERS, USERS_FIXED),
  checks: [
    { level: "L1", name: "parses", outcome: "passed", detail: "" },
    { level: "L2", name: "names are bound", outcome: "passed", detail: "" },
    { level: "L3", name: "the weakness is gone", outcome: "passed", detail: "" },
    { level: "L3", name: "fresh introspection agrees", outcome: "not-run", detail: "no model" },
  ],
  reached: "L3",
  title: "binds the value as a parameter",
  madeBy: { kind: "rule", id: "python-sql-concatenation" },
  examinedByModelOnly: false,
  repairs: ["3fa91c0b77de"],
};

export const FINDING: Finding = {
  id: "3fa91c0b77de",
  path: "app/users.py",
  symbol: "Users.login",
  weakness: "CWE-89",
  severity: "critical",
  confidence: 0.95,
  title: "SQL text is built from the request's name",
  reason: "The value becomes part of the statement, so whoever sends it can change what it does.",
  span: spanAt(USERS, QUOTE),
  quote: QUOTE,
  sink: "cursor.execute",
  claimedBy: [{ kind: "rule", id: "python-sql-concatenation" }],
  origin: "introduced",
  provenance: [{ author: "agent", name: "Claude Code", trust: "recorded" }],
  fix: CHECKED_FIX,
  advice: "",
  citations: [
    {
      id: "python-sql-parameters",
      title: "Bind SQL values as parameters",
      kind: "practice",
      scope: "shared",
      standing: { cited: 12, adopted: 9, edited: 1, declined: 1, reverted: 0 },
    },
  ],
};

export function spanAt(text: string, quote: string) {
  const start = text.indexOf(quote);
  return spanOf(text, start, start + quote.length);
}

/** A finding without a fix. */
export function adviceOnly(changes: Partial<Finding> = {}): Finding {
  const { fix: _, ...finding } = FINDING;
  return { ...finding, advice: "Bind the value as a parameter.", citations: [], ...changes };
}

export function reviewOf(findings: Finding[], changes: Partial<Review> = {}): Review {
  return {
    title: "demo (main..feature)",
    findings,
    suppressed: [],
    read: { files: 2, units: 3, lines: 41 },
    unread: [],
    notes: [],
    cost: {
      calls: 0,
      inputTokens: 0,
      outputTokens: 0,
      cachedTokens: 0,
      estimatedTokens: false,
      milliseconds: 420,
    },
    accounts: [],
    ...changes,
  };
}

export function sourceOf(path: string): string | undefined {
  return path === "app/users.py" ? USERS : undefined;
}
