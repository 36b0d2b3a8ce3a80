import type { Provenance, Unread } from "../core/change.ts";
import type { Finding } from "../core/finding.ts";
import type { Citation } from "../core/knowledge.ts";
import type { LineRange } from "../core/text.ts";
import type { Cost, Review } from "../core/review.ts";
import { SEVERITIES } from "../core/severities.ts";
import { visible } from "./escape.ts";

const NUMBER = new Intl.NumberFormat("en");

export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${NUMBER.format(amount)} ${amount === 1 ? noun : plural}`;
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A sentence of someone else's, to be part of one of ours. */
export function withoutStop(text: string): string {
  return text.trimEnd().replace(/\.$/, "");
}

export function joined(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** "3 files, 12 units, 340 lines"; a scan takes only files with findings apart into units. */
export function readWords({ files, units, lines }: Review["read"]): string {
  return [count(files, "file"), ...(units > 0 ? [count(units, "unit")] : []), count(lines, "line")].join(", ");
}

/** "1 critical, 2 high", worst first. */
export function severityWords(findings: readonly Pick<Finding, "severity">[]): string {
  return SEVERITIES.toReversed()
    .map((severity) => ({ severity, amount: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ amount }) => amount > 0)
    .map(({ severity, amount }) => `${amount} ${severity}`)
    .join(", ");
}

/** "12 model calls, 34,120 tokens (27,000 in, 7,120 out; 16,000 cached), 41 s, cost 0.32". */
export function costWords(cost: Cost): string {
  const parts: string[] = [];
  if (cost.calls > 0) {
    const tokens = count(cost.inputTokens + cost.outputTokens, "token");
    const cached = cost.cachedTokens > 0 ? `; ${NUMBER.format(cost.cachedTokens)} cached` : "";
    const split = `${NUMBER.format(cost.inputTokens)} in, ${NUMBER.format(cost.outputTokens)} out${cached}`;
    parts.push(count(cost.calls, "model call"), `${cost.estimatedTokens ? "about " : ""}${tokens} (${split})`);
  }
  const seconds = cost.milliseconds / 1000;
  parts.push(`${seconds < 10 ? seconds.toFixed(1) : NUMBER.format(Math.round(seconds))} s`);
  if (cost.money !== undefined) parts.push(`cost ${cost.money.toFixed(cost.money < 0.1 ? 4 : 2)} at the prices given`);
  return parts.join(", ");
}

/** Who wrote the lines, as far as known; nothing when that is unknown. */
export function provenanceWords(provenance: readonly Provenance[]): string[] {
  const known = provenance.filter(({ author }) => author !== "unknown");
  const words = known.map(({ author, name, trust }) => {
    const who = author === "agent" ? (name ?? "an agent") : (name ?? "a person");
    return `by ${who}${trust ? ` (${trust})` : ""}`;
  });
  return [...new Set(words)];
}

/** "Bind values as parameters (practice; applied 14×, declined 2×, reverted 0×)". */
export function citationWords({ title, kind, scope, standing }: Citation): string {
  const { declined, reverted } = standing;
  const applied = standing.adopted + standing.edited;
  const record =
    applied + declined + reverted === 0
      ? "no record yet"
      : `applied ${applied}×, declined ${declined}×, reverted ${reverted}×`;
  const whose = scope.startsWith("repo:")
    ? " of this repository"
    : scope.startsWith("org:")
      ? " of your organisation"
      : "";
  return `${title} (${kind}${whose}; ${record})`;
}

/** "src/auth.ts:10-40". */
export function placeWords(path: string, { startLine, endLine }: LineRange): string {
  return endLine > startLine ? `${path}:${startLine}-${endLine}` : `${path}:${startLine}`;
}

export type UnreadGroup = { reason: string; places: string[]; amount: number; failed: boolean };

/** What was not read, by reason: first what should have been, then the most frequent; at most `places` named of each, riskiest first. */
export function groupUnread(unread: readonly Unread[], { places = 3 } = {}): UnreadGroup[] {
  const groups = Map.groupBy(unread, ({ reason }) => reason);
  return [...groups]
    .map(([reason, items]) => ({
      reason,
      amount: items.length,
      failed: items.some(({ failed }) => failed),
      places: items
        .toSorted((a, b) => (b.risk ?? 0) - (a.risk ?? 0))
        .slice(0, places)
        .map(({ path, lines }) => (lines ? placeWords(path, lines) : path)),
    }))
    .toSorted((a, b) => Number(b.failed) - Number(a.failed) || b.amount - a.amount);
}

/** "2 (baseline), 1 (marker)": how many findings were silenced, by reason. */
export function suppressedWords(suppressed: Review["suppressed"]): string {
  return [...Map.groupBy(suppressed, ({ reason }) => reason)]
    .map(([reason, items]) => `${items.length} (${reason})`)
    .join(", ");
}

/** Where the code goes: the first line of any output. */
export function renderDestination(model?: { name: string; destination: string }): string {
  return model
    ? `Code goes to ${visible(model.destination)} (model ${visible(model.name)}).`
    : "No model: the code stays on this machine.";
}
