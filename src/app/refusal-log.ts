import type { Log } from "./log.ts";

const EVERY_MS = 60_000;

/**
 * Says that requests were refused: the first of each status at once, so that whoever sets a wrong secret sees it, and then a count a
 * minute, so that a stranger can't fill a disk.
 */
export function refusalLog(log: Log): { add: (status: number) => void; close: () => void } {
  const counts = new Map<number, number>();
  const said = new Set<number>();
  let timer: NodeJS.Timeout | undefined;

  function sayCounts(): void {
    for (const [status, count] of counts) log.warn("deliveries refused", { status, count });
    if (counts.size === 0) {
      // A quiet minute: the next one is news again.
      said.clear();
      clearInterval(timer);
      timer = undefined;
    }
    counts.clear();
  }

  return {
    add(status) {
      if (said.has(status)) counts.set(status, (counts.get(status) ?? 0) + 1);
      else log.warn("delivery refused", { status });
      said.add(status);
      timer ??= setInterval(sayCounts, EVERY_MS).unref();
    },
    close() {
      sayCounts();
      clearInterval(timer);
    },
  };
}
