const START_AT_BYTES = 160 * 1024 * 1024;
let collectAt = START_AT_BYTES;

/**
 * Collects garbage when the process has grown by a third since the last time.
 *
 * Syntax trees live outside V8's heap, which therefore sees no need to collect them: without this a long scan grows
 * until the memory limit kills it for files that are long done.
 */
export function freeMemory(): void {
  if (process.memoryUsage.rss() < collectAt) return;
  globalThis.gc?.();
  collectAt = Math.max(START_AT_BYTES, process.memoryUsage.rss() * 1.33);
}
