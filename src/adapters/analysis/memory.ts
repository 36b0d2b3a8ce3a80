import { setImmediate } from "node:timers/promises";

const COLLECT_AFTER_BYTES = 24 * 1024 * 1024;

/** A fresh child has 100. What is never given back piles up slowly, and a new child costs a third of a second. */
const ENOUGH_MB = 190;

export type Memory = {
  /** So much is in use, and freeing did not help, that the next file would pay for it. */
  isTight(): boolean;
  /** Gives back what finished requests took, when enough has come together. */
  free(): Promise<void>;
};

/**
 * The child's own memory. Syntax trees live outside V8's heap, which therefore sees no need to collect them: left
 * alone, a long scan grows until the limit kills it for files that are long done. So it collects whenever the process
 * has grown by 24 MB since the last time.
 */
export function openMemory(limitMb: number): Memory {
  let least = Infinity;
  return {
    isTight: () => process.memoryUsage.rss() > Math.min(limitMb * 0.75, ENOUGH_MB) * 1024 * 1024,
    async free() {
      least = Math.min(least, process.memoryUsage.rss());
      if (process.memoryUsage.rss() < least + COLLECT_AFTER_BYTES) return;
      globalThis.gc?.();
      // Trees are given back in the turn after the one in which they were collected.
      await setImmediate();
      least = process.memoryUsage.rss();
    },
  };
}
