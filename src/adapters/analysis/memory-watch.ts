import { readFileSync } from "node:fs";

const EVERY_MS = 50;

/**
 * Calls `onTooMuch` when a process's resident memory passes `limitMb`, looked at every 50 ms while not paused.
 *
 * Native parsers allocate outside V8's heap, which `--max-old-space-size` doesn't see. Linux only: elsewhere nothing
 * is watched and the time limit alone ends such a process.
 */
export function watchMemory(
  pid: number | undefined,
  limitMb: number,
  onTooMuch: () => void,
): { resume(): void; pause(): void } {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    if (residentMb(pid) > limitMb) onTooMuch();
  };
  return {
    resume: () => (timer ??= setInterval(look, EVERY_MS).unref()),
    pause: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
}

/** Not `statm`: it counts pages, whose size Node doesn't tell. */
function residentMb(pid: number | undefined): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
