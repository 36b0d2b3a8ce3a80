import { primaryLimit, secondaryLimit } from "../faults/strike.ts";
import type { Actor, Answer } from "../route.ts";
import type { World } from "../world.ts";

/** What one actor may ask. Absent: as much as it likes, as benchmarks need. */
export type Limits = {
  requestsPerHour?: number;
  /** Reads count one point, writes five. */
  pointsPerMinute?: number;
  /** Reviews, comments, replies, reactions and pull requests. */
  contentPerMinute?: number;
  contentPerHour?: number;
};

/**
 * GitHub's published limits, for an installation of the ordinary size.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export const GITHUB_LIMITS: Limits = {
  requestsPerHour: 5000,
  pointsPerMinute: 900,
  contentPerMinute: 80,
  contentPerHour: 500,
};

const [MINUTE, HOUR] = [60_000, 3_600_000];

const CONTENT = /\/(?:reviews|comments|replies|reactions|pulls)$/;

export type RateLimits = {
  /** Counts a request; the refusal, when it is one too many. */
  take(actor: Actor, method: string, path: string): Answer | undefined;
  /** GitHub's `x-ratelimit-*` headers, as they stand for an actor. */
  headers(actor: Actor): Record<string, string>;
};

type Count = { hourBegan: number; used: number; recent: { at: number; points: number; content: boolean }[] };

export function openRateLimits(world: World, limits: Limits): RateLimits {
  const counts = new Map<string, Count>();
  const now = (): number => world.clock.now().getTime();
  const countOf = (actor: Actor): Count => {
    const key = keyOf(actor);
    const count = counts.get(key) ?? { hourBegan: now(), used: 0, recent: [] };
    if (now() - count.hourBegan >= HOUR) Object.assign(count, { hourBegan: now(), used: 0 });
    counts.set(key, count);
    return count;
  };
  return {
    take: (actor, method, path) => {
      const count = countOf(actor);
      count.used += 1;
      if (count.used > (limits.requestsPerHour ?? Infinity)) {
        return primaryLimit(world, (count.hourBegan + HOUR - now()) / 1000);
      }
      const content = method === "POST" && CONTENT.test(path);
      count.recent = count.recent.filter(({ at }) => now() - at < HOUR);
      if (isTracked(limits)) count.recent.push({ at: now(), points: method === "GET" ? 1 : 5, content });
      const minute = count.recent.filter(({ at }) => now() - at < MINUTE);
      const points = minute.reduce((sum, one) => sum + one.points, 0);
      const written = (since: Count["recent"]): number => (content ? since.filter((one) => one.content).length : 0);
      const over =
        points > (limits.pointsPerMinute ?? Infinity) ||
        written(minute) > (limits.contentPerMinute ?? Infinity) ||
        written(count.recent) > (limits.contentPerHour ?? Infinity);
      return over ? secondaryLimit(403, 60) : undefined;
    },
    headers: (actor) => {
      const { used, hourBegan } = countOf(actor);
      const limit = limits.requestsPerHour ?? 5000;
      return {
        "x-ratelimit-limit": String(limit),
        // Without limits nobody is ever near the end.
        "x-ratelimit-remaining": String(limits.requestsPerHour === undefined ? limit : Math.max(limit - used, 0)),
        "x-ratelimit-used": String(limits.requestsPerHour === undefined ? 0 : Math.min(used, limit)),
        "x-ratelimit-reset": String(Math.ceil((hourBegan + HOUR) / 1000)),
        "x-ratelimit-resource": "core",
      };
    },
  };
}

const isTracked = ({ pointsPerMinute, contentPerMinute, contentPerHour }: Limits): boolean =>
  pointsPerMinute !== undefined || contentPerMinute !== undefined || contentPerHour !== undefined;

function keyOf(actor: Actor): string {
  if (actor.kind === "installation") return `installation ${actor.installation.id}`;
  if (actor.kind === "app") return `app ${actor.app.id}`;
  return actor.kind === "user" ? `user ${actor.account.id}` : "nobody";
}
