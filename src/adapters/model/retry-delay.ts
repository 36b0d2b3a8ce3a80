/**
 * Milliseconds to wait before attempt `attempt` (1 = first retry).
 *
 * Obeys the server's `retry-after` when it asks for 0–60 s; otherwise doubles from 500 ms, capped at 30 s,
 * with up to a quarter of random spread so that many units don't come back together.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryDelayMs(attempt: number, retryAfter: string | null | undefined, random: () => number): number {
  const seconds = Number(retryAfter ?? NaN);
  if (seconds >= 0 && seconds <= 60) return seconds * 1000;
  return Math.min(30_000, 500 * 2 ** (attempt - 1)) * (1 - random() / 4);
}
