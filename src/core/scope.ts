import type { Unread } from "./change.ts";
import { readGlob, type Glob } from "./glob.ts";
import type { Policy } from "./policy.ts";
import { riskOf } from "./risk.ts";
import type { Unit } from "./unit.ts";

const NOT_BY_AGENT = "not written by an agent as far as known";

/** What a review reads, riskiest first, and what it leaves with the reason. `byRules` of it are not shown to a model. */
export type UnitScope = { selected: Unit[]; byRules: ReadonlySet<Unit>; unread: Unread[] };

/**
 * Chooses the units of a review by policy and limits. Every unit given is either selected or named in `unread`: as a whole file where
 * all its units share one reason, else with its lines.
 *
 * Who wrote a line is known from what its author left there, so with `floor` a policy of `onlyAi` saves the model's cost only: rules read
 * everything.
 */
export function scopeOf(units: readonly Unit[], policy: Policy, { floor = false } = {}): UnitScope {
  const left: Left[] = [];
  const byRules = new Set<Unit>();
  const wanted = units.filter((unit) => {
    const outside = unwantedPath(unit.path, policy);
    const others = policy.onlyAi && unit.provenance.every(({ author }) => author !== "agent");
    if (outside !== undefined) left.push({ unit, reason: outside });
    else if (others) left.push({ unit, reason: floor ? `${NOT_BY_AGENT}: read by rules alone` : NOT_BY_AGENT });
    if (others && floor) byRules.add(unit);
    return outside === undefined && (!others || floor);
  });
  const ranked = wanted
    .map((unit) => ({ unit, risk: riskOf(unit) }))
    .toSorted(
      (a, b) =>
        Number(byRules.has(a.unit)) - Number(byRules.has(b.unit)) || b.risk - a.risk || comparePlace(a.unit, b.unit),
    );

  const files = new Set<string>();
  const selected: Unit[] = [];
  for (const { unit, risk } of ranked) {
    const isOver = !files.has(unit.path) && files.size >= policy.maxFiles;
    // Who pads a change past the limits must not get a pass for what is behind them.
    if (isOver) left.push({ unit, reason: overLimit(policy.maxFiles, "file"), failed: true, risk });
    else if (selected.length >= policy.maxUnits)
      left.push({ unit, reason: overLimit(policy.maxUnits, "unit"), failed: true, risk });
    else {
      files.add(unit.path);
      selected.push(unit);
    }
  }
  return { selected, byRules, unread: unreadOf(left, selected) };
}

function overLimit(limit: number, what: string): string {
  return `over the limit of ${limit} ${what}${limit === 1 ? "" : "s"}`;
}

/** Why the policy leaves a file out; undefined when it is to be reviewed. */
export function unwantedPath(
  path: string,
  { include, exclude }: Pick<Policy, "include" | "exclude">,
): string | undefined {
  if (include && !isAmong(path, include)) return "not included by policy";
  if (isAmong(path, exclude)) return "excluded by policy";
  return undefined;
}

/** `vendor` and `vendor/` mean the folder; names that start with a dot are names like any other. */
export function matches(path: string, glob: string): boolean {
  return readPathGlob(glob)(path);
}

/** Settings are read once a review, and thousands of paths are held against them. */
const readGlobs = new WeakMap<readonly string[], readonly Glob[]>();

function isAmong(path: string, globs: readonly string[]): boolean {
  const read = readGlobs.get(globs) ?? globs.map(readPathGlob);
  readGlobs.set(globs, read);
  return read.some((glob) => glob(path));
}

/** What is no glob was refused where the settings were read. */
function readPathGlob(text: string): Glob {
  const globs = [text, `${text.replace(/\/+$/, "")}/**`].map(readGlob);
  return (path) => globs.some((glob) => glob?.(path) ?? false);
}

type Left = { unit: Unit } & Pick<Unread, "reason" | "failed" | "risk">;

function unreadOf(left: readonly Left[], selected: readonly Unit[]): Unread[] {
  const partly = new Set(selected.map((unit) => unit.path));
  const reasons = new Map<string, Set<string>>();
  for (const { unit, reason } of left) {
    const known = reasons.get(unit.path);
    if (known) known.add(reason);
    else reasons.set(unit.path, new Set([reason]));
  }
  const riskOfPath = new Map<string, number>();
  for (const { unit, risk = 0 } of left) riskOfPath.set(unit.path, Math.max(risk, riskOfPath.get(unit.path) ?? 0));
  const said = new Set<string>();
  const unread: Unread[] = [];
  for (const { unit, reason, failed, risk } of left.toSorted((a, b) => comparePlace(a.unit, b.unit))) {
    const isWhole = !partly.has(unit.path) && reasons.get(unit.path)?.size === 1;
    const about = { reason, ...(failed ? { failed } : {}) };
    const worst = riskOfPath.get(unit.path);
    if (!isWhole)
      unread.push({ path: unit.path, lines: unit.lines, ...about, ...(risk === undefined ? {} : { risk }) });
    else if (!said.has(unit.path))
      unread.push({ path: unit.path, ...about, ...(risk === undefined ? {} : { risk: worst ?? risk }) });
    said.add(unit.path);
  }
  return unread;
}

function comparePlace(a: Unit, b: Unit): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.lines.startLine - b.lines.startLine;
}
