import type { Sign } from "./agent-signs.ts";
import type { Provenance, Trust } from "./change.ts";
import { overlaps, type LineRange } from "./text.ts";

/** A sign for some lines at the head; without `lines` for all changed lines. */
export type LocatedSign = { sign: Sign; lines?: readonly LineRange[] };

const TRUSTS: readonly Trust[] = ["weak", "claimed", "authenticated", "recorded"];

/** The sign that is harder to forge; of equals the first. */
export function strongest(signs: readonly (Sign | undefined)[]): Sign | undefined {
  return signs.reduce((best, sign) => (sign && (!best || rank(sign) > rank(best)) ? sign : best), undefined);
}

/**
 * Who wrote the changed lines: for each line the sign that is hardest to forge, and `unknown` where there is none.
 * One author for all of them is said without `lines`. Together the parts cover every changed line once.
 */
export function provenanceOf(changed: readonly LineRange[], signs: readonly LocatedSign[]): Provenance[] {
  const ordered = signs.toSorted((a, b) => rank(b.sign) - rank(a.sign));
  const parts = new Map<string, { sign: Sign | undefined; lines: LineRange[] }>();
  for (const range of changed) {
    for (const piece of pieces(range, ordered)) {
      const key = JSON.stringify([piece.sign?.author, piece.sign?.name, piece.sign?.trust]);
      const part = parts.get(key) ?? { sign: piece.sign, lines: [] };
      parts.set(key, part);
      append(part.lines, piece.lines);
    }
  }
  if (parts.size === 0) return [asProvenance(ordered.find(({ lines }) => lines === undefined)?.sign)];
  if (parts.size === 1) return [...parts.values()].map(({ sign }) => asProvenance(sign));
  return [...parts.values()].map(({ sign, lines }) => ({ ...asProvenance(sign), lines }));
}

/** The parts that speak of any of these lines: what a unit or a finding inherits from its file. */
export function provenanceWithin(provenance: readonly Provenance[], lines: readonly LineRange[]): Provenance[] {
  return provenance.filter(
    (part) => !part.lines || part.lines.some((own) => lines.some((range) => overlaps(own, range))),
  );
}

/** Those of the changed lines that an agent is known, or said, to have written. */
export function agentLines(provenance: readonly Provenance[], changed: readonly LineRange[]): LineRange[] {
  const agents = provenance.filter((part) => part.author === "agent");
  if (agents.some((part) => !part.lines)) return [...changed];
  return agents
    .flatMap((part) => part.lines ?? [])
    .flatMap((own) => changed.flatMap((range) => intersection(own, range) ?? []))
    .toSorted((a, b) => a.startLine - b.startLine);
}

function intersection(a: LineRange, b: LineRange): LineRange | undefined {
  const startLine = Math.max(a.startLine, b.startLine);
  const endLine = Math.min(a.endLine, b.endLine);
  return startLine <= endLine ? { startLine, endLine } : undefined;
}

/** A changed range, cut wherever a sign begins or ends. */
function pieces(range: LineRange, ordered: readonly LocatedSign[]): { sign: Sign | undefined; lines: LineRange }[] {
  const found: { sign: Sign | undefined; lines: LineRange }[] = [];
  let open: LineRange[] = [range];
  for (const { sign, lines } of ordered) {
    for (const own of lines ?? [range]) {
      const rest: LineRange[] = [];
      for (const part of open) {
        const common = intersection(part, own);
        if (!common) rest.push(part);
        else {
          found.push({ sign, lines: common });
          if (part.startLine < common.startLine)
            rest.push({ startLine: part.startLine, endLine: common.startLine - 1 });
          if (common.endLine < part.endLine) rest.push({ startLine: common.endLine + 1, endLine: part.endLine });
        }
      }
      open = rest;
      if (open.length === 0) break;
    }
  }
  found.push(...open.map((lines) => ({ sign: undefined, lines })));
  return found.toSorted((a, b) => a.lines.startLine - b.lines.startLine);
}

function append(lines: LineRange[], next: LineRange): void {
  const last = lines.at(-1);
  if (last && last.endLine + 1 === next.startLine) last.endLine = next.endLine;
  else lines.push({ ...next });
}

function asProvenance(sign: Sign | undefined): Provenance {
  if (!sign) return { author: "unknown" };
  return { author: sign.author, ...(sign.name !== undefined && { name: sign.name }), trust: sign.trust };
}

function rank(sign: Sign): number {
  return TRUSTS.indexOf(sign.trust);
}
