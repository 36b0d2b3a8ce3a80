const FREE_AT_BYTES = 160 * 1024 * 1024;

export type Memory = {
  /** So much is in use, and freeing did not help, that the next file would pay for it. */
  isTight(): boolean;
  free(): void;
};

/**
 * The child's own memory. Syntax trees live outside V8's heap, which therefore sees no need to collect them: left
 * alone, a long scan grows until the limit kills it for files that are long done. So it collects whenever the process
 * has grown by a third.
 */
export function openMemory(limitMb: number): Memory {
  let freeAt = FREE_AT_BYTES;
  return {
    isTight: () => process.memoryUsage.rss() > limitMb * 1024 * 1024 * 0.75,
    free() {
      if (process.memoryUsage.rss() < freeAt) return;
      globalThis.gc?.();
      freeAt = Math.max(FREE_AT_BYTES, process.memoryUsage.rss() * 1.33);
    },
  };
}
