import { readdirSync, readFileSync, writeFileSync } from "node:fs";

// Of Linux' /proc; NaN elsewhere.

const TICKS_A_SECOND = 100;

/** User and system time of a process, all below it, and what these have waited for. */
export function cpuSecondsBelow(pid: number): number {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const facts = new Map(processes.map((name) => [Number(name), statOf(name)]));
  const isBelow = (one: number): boolean => one === pid || (one > 1 && isBelow(facts.get(one)?.parent ?? 0));
  return [...facts].filter(([one]) => isBelow(one)).reduce((sum, [, { ticks }]) => sum + ticks, 0) / TICKS_A_SECOND;
}

function statOf(name: string): { parent: number; ticks: number } {
  const fields = read(`/proc/${name}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1] ?? 0), ticks: Number.isFinite(ticks) ? ticks : 0 };
}

/** Time that the main thread was ready and had to wait for a processor: others' work on the same machine, and our own. */
export function waitedSecondsOf(pid: number): number {
  return Number(read(`/proc/${pid}/schedstat`).split(" ")[1] ?? NaN) / 1e9;
}

/** Largest resident size since the last reset, by the kernel's own count. */
export function peakMbOf(pid: number): number {
  return statusMb(pid, "VmHWM");
}

export function residentMbOf(pid: number): number {
  return statusMb(pid, "VmRSS");
}

/** From now on the peak counts anew. */
export function resetPeakOf(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

function statusMb(pid: number, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(read(`/proc/${pid}/status`))?.[1];
  return Number(kilobytes ?? NaN) / 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return ""; // It has ended.
  }
}
