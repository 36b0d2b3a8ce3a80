import type { Alert } from "./analysis.ts";
import { BASELINE_REASON, openBaseline, type Baseline } from "./baseline.ts";
import type { Unread } from "./change.ts";
import { findingIds } from "./finding-id.ts";
import type { Finding, UnitAccount } from "./finding.ts";
import type { Policy } from "./policy.ts";
import type { ReviewDeps } from "./review-deps.ts";
import type { Review } from "./review.ts";
import type { Span } from "./text.ts";
import { severityRank, type Severity } from "./weakness.ts";

/** A finding before it has its id: ids count equal ones in source order, so they come when all are known. */
export type DraftFinding = Omit<Finding, "id">;
type Draft = DraftFinding & { suppressedBecause?: string };

/** Collects what a review finds and what it could not read. */
export type Account = {
  find: (finding: DraftFinding, suppressedBecause?: string) => void;
  leaveUnread: (unread: Unread) => void;
  /** Said once, however often it is noted. */
  note: (text: string) => void;
  count(read: Partial<Review["read"]>): void;
  addUnit(account: UnitAccount): void;
  /** A unit that the model was not asked of, since an earlier review had examined it and nothing touched it. */
  passEarlier(): void;
  /** What a rule reports that the base has too: only counted. */
  countOlder(path: string, span: Span, severity: Severity): void;
  /** What rules report of a file that the base has too: it takes its entries of the baseline, so that a copy of it is news. */
  standsAtBase(path: string, alerts: Iterable<Alert>): void;
  close(about: Pick<Review, "title" | "baseSha" | "headSha">, policy: Policy): Review;
};

export function openAccount(
  deps: Pick<ReviewDeps, "budget" | "thinking" | "all" | "silentOnOlder" | "examine">,
  baseline: Baseline = [],
): Account {
  const drafts: Draft[] = [];
  const unread: Unread[] = [];
  const notes = new Set<string>();
  const olderAlerts: { path: string; span: Span; severity: Severity }[] = [];
  const read = { files: 0, units: 0, lines: 0 };
  const accounts: UnitAccount[] = [];
  let passed = 0;
  const { model } = deps.thinking ?? {};
  const standing: (Alert & { path: string })[] = [];

  return {
    find: (finding, suppressedBecause) =>
      void drafts.push({ ...finding, ...(suppressedBecause === undefined ? {} : { suppressedBecause }) }),
    leaveUnread: (one) => void unread.push(one),
    note: (text) => void notes.add(text),
    standsAtBase(path, alerts) {
      for (const alert of alerts) standing.push({ ...alert, path });
    },
    countOlder: (path, span, severity) => void olderAlerts.push({ path, span, severity }),
    addUnit: (account) => void accounts.push(account),
    passEarlier: () => void passed++,
    count({ files = 0, units = 0, lines = 0 }) {
      read.files += files;
      read.units += units;
      read.lines += lines;
    },
    close(about, policy) {
      const findings = silenced(withIds(drafts), standing, baseline);
      const suppressed = findings.flatMap(({ id, path, weakness, suppressedBecause: reason }) =>
        reason === undefined ? [] : [{ id, path, weakness, reason }],
      );
      const reported = findings.filter(
        (finding) =>
          finding.suppressedBecause === undefined &&
          severityRank(finding.severity) >= severityRank(policy.minimumSeverity) &&
          (deps.all || finding.origin === "introduced"),
      );
      const olderFindings = findings.filter(
        (finding) =>
          finding.origin === "existing" && finding.suppressedBecause === undefined && !reported.includes(finding),
      );
      // The model may claim what a rule reports in the same line: one of them is enough.
      const older = new Set(
        [...olderFindings, ...olderAlerts]
          .filter(({ severity }) => severityRank(severity) >= severityRank(policy.minimumSeverity))
          .map(({ path, span }) => `${path}:${span.startLine}`),
      ).size;
      if (older > 0 && !deps.silentOnOlder)
        notes.add(
          `${older} older ${older === 1 ? "finding stands" : "findings stand"} in code that this change touches; --all shows ${older === 1 ? "it" : "them"}`,
        );
      return {
        ...about,
        findings: reported.sort(
          (a, b) =>
            severityRank(b.severity) - severityRank(a.severity) ||
            compare(a.path, b.path) ||
            a.span.start - b.span.start,
        ),
        suppressed,
        read,
        unread: unread.sort((a, b) => compare(a.path, b.path) || (a.lines?.startLine ?? 0) - (b.lines?.startLine ?? 0)),
        ...(deps.examine && passed > 0 ? { earlier: { headSha: deps.examine.headSha, units: passed } } : {}),
        notes: [...notes],
        ...(model ? { model: { name: model.name, destination: model.destination } } : {}),
        cost: deps.budget.cost(),
        accounts: accounts.sort((a, b) => compare(a.path, b.path) || a.lines.startLine - b.lines.startLine),
      };
    },
  };
}

/** What stands at the base asks the baseline first, whether it is a finding here or not; only what is left of it silences what is new. */
function silenced(
  findings: (Draft & Finding)[],
  standing: readonly (Alert & { path: string })[],
  baseline: Baseline,
): (Draft & Finding)[] {
  if (baseline.length === 0) return findings;
  const { takes } = openBaseline(baseline);
  const asking = findings.filter(({ suppressedBecause }) => suppressedBecause === undefined);
  const older = asking.filter(({ origin }) => origin === "existing");
  const known = new Set(older.filter(takes));
  for (const alert of standing)
    if (!older.some(({ path, span }) => path === alert.path && span.start === alert.span.start)) takes(alert);
  for (const finding of asking) if (finding.origin === "introduced" && takes(finding)) known.add(finding);
  return findings.map((finding) => (known.has(finding) ? { ...finding, suppressedBecause: BASELINE_REASON } : finding));
}

function withIds(drafts: readonly Draft[]): (Draft & Finding)[] {
  const ordered = drafts.toSorted((a, b) => compare(a.path, b.path) || a.span.start - b.span.start);
  const ids = findingIds(ordered.map((draft) => ({ path: draft.path, symbol: draft.symbol, defect: draft })));
  const findings = ordered.map((draft, index) => ({ ...draft, id: ids[index] ?? "" }));
  return findings.map((finding) => {
    const { fix } = finding;
    if (!fix) return finding;
    const repairs = findings.filter((other) => other.fix === fix).map((other) => other.id);
    return { ...finding, fix: { ...fix, repairs } };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
