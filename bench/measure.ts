import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { median } from "./figures.ts";

/** One run of a command. CPU is user and system time of the whole process tree; peak is its largest resident size, shared pages counted once (Linux only, else 0). */
export type Run = { wallMs: number; cpuMs: number; peakMb: number; exitCode: number; output: string };

export type Command = { argv: readonly string[]; folder: string; environment?: Readonly<Record<string, string>> };

const SAMPLE_MS = 100;
/** Bash's own clock: it sees the processes that a command has waited for, too. */
const TIMED = `TIMEFORMAT='%U %S'; { time "$@" 2>/dev/null 1>&3; } 3>&1 2>&4`;

/** Runs a command once; its standard output is kept, its standard error is not. */
function run({ argv, folder, environment }: Command): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn("bash", ["-c", TIMED, "bash", ...argv], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "inherit", "ignore", "pipe"],
    });
    let [peakMb, output, times] = [0, "", ""];
    const sampler = setInterval(() => (peakMb = Math.max(peakMb, residentMb(child.pid ?? 0))), SAMPLE_MS);
    child.stdout?.setEncoding("utf8").on("data", (part: string) => (output += part));
    child.stdio[4]?.on("data", (part: Buffer) => (times += part.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(sampler);
      const [user = 0, system = 0] = (/([\d.]+) ([\d.]+)\s*$/.exec(times)?.slice(1) ?? []).map(Number);
      const cpuMs = (user + system) * 1000;
      resolve({ wallMs: performance.now() - started, cpuMs, peakMb, exitCode: code ?? -1, output });
    });
  });
}

/**
 * Several commands in turn, `count` times each, so that noise of the machine falls on all alike. Before that, one run of each
 * of `first` that is not counted: it fills caches.
 */
export async function runInTurn<Name extends string>(
  commands: Readonly<Record<Name, Command>>,
  count: number,
  first: readonly Command[],
): Promise<Record<Name, Run[]>> {
  for (const command of first) await run(command);
  const names = Object.keys(commands) as Name[];
  const runs = Object.fromEntries(names.map((name) => [name, [] as Run[]])) as Record<Name, Run[]>;
  for (let round = 0; round < count; round++) for (const name of names) runs[name].push(await run(commands[name]));
  return runs;
}

export const wallMs = (runs: readonly Run[]): number => median(runs.map((each) => each.wallMs));
export const cpuMs = (runs: readonly Run[]): number => median(runs.map((each) => each.cpuMs));
export const peakMb = (runs: readonly Run[]): number => Math.max(...runs.map((each) => each.peakMb));

/** Of a process and all below it: the sum of proportional set sizes. */
function residentMb(root: number): number {
  const parents = new Map<number, number>();
  for (const name of processes()) {
    const parent = /\) \S (\d+)/.exec(read(`/proc/${name}/stat`))?.[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const below = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  const sizes = [...parents.keys()]
    .filter(below)
    .map((pid) => /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1]);
  return sizes.reduce((sum, kilobytes) => sum + Number(kilobytes ?? 0) / 1024, 0);
}

function processes(): string[] {
  return existsSync("/proc/self/smaps_rollup") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return ""; // It has ended.
  }
}
