import { freeId } from "../../finding-id.ts";
import type { Finding } from "../../finding.ts";
import type { Review } from "../../review.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { Lineage } from "./lineage.ts";
import { recognise, type Known } from "./recognise.ts";

/**
 * The review with the ids that its findings are known by here; what is new keeps its own, or gets a free one where that is another's.
 * What was said open goes before what was fixed once.
 */
export function withKnownIds(review: Review, entries: readonly LedgerEntry[], lineage: Pick<Lineage, "now">): Review {
  const known = entries
    .toSorted((one, other) => Number(other.state === "fixed") - Number(one.state === "fixed"))
    .map(knownOf);
  const pathNow = lineage.now;
  const open = known.filter(({ fixed }) => !fixed);
  const recognised = recognise(review.findings, open, { pathNow });
  const taken = new Set([...recognised.values()].map(({ id }) => id));
  const rest = review.findings.filter((finding) => !recognised.has(finding));
  const back = recognise(
    rest,
    known.filter(({ id }) => !taken.has(id)),
    { pathNow },
  );

  const used = new Set(known.map(({ id }) => id));
  const ids = new Map<string, string>();
  for (const finding of review.findings) {
    const one = recognised.get(finding) ?? back.get(finding);
    const id = one?.id ?? freeId(finding.id, used);
    used.add(id);
    ids.set(finding.id, id);
  }
  return { ...review, findings: review.findings.map((finding) => renamed(finding, ids)) };
}

function knownOf({ finding, state, thread }: LedgerEntry): Known & { fixed: boolean } {
  const { id, weakness, path, symbol, sink, quote, lines } = finding;
  return {
    id,
    about: { weakness, path, symbol, sink, ...(quote ? { quote } : {}) },
    startLine: lines.startLine,
    moved: thread?.outdated ?? false,
    fixed: state === "fixed",
  };
}

function renamed(finding: Finding, ids: ReadonlyMap<string, string>): Finding {
  const { fix } = finding;
  const named = (id: string) => ids.get(id) ?? id;
  return {
    ...finding,
    id: named(finding.id),
    ...(fix ? { fix: { ...fix, repairs: fix.repairs.map(named) } } : {}),
  };
}
