/**
 * Milliseconds since this machine started: the same count in every process of the machine, and no one can set it.
 *
 * Leases and pauses are measured by it, so that a step of the wall clock neither ends a lease early nor makes it last.
 *
 * @see https://docs.libuv.org/en/v1.x/misc.html#c.uv_hrtime (CLOCK_MONOTONIC)
 */
export function bootClockMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}
