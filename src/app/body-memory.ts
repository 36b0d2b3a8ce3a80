/** GitHub never sends more. @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
export const MOST_BODY_BYTES = 25 * 1024 * 1024;

/** A usual delivery has 10 to 60 KB. What grows past this waits for its turn: one large body is held at a time. */
const SMALL_BODY_BYTES = 256 * 1024;

/** All small bodies together: some 800 usual deliveries at the same moment. */
const SMALL_BODIES_BYTES = 16 * 1024 * 1024;

export type BodyShare = {
  /**
   * Room for so many more bytes: at once, or when a large body's turn has come. Resolves to false when there is none: the body is
   * over the cap, or it had to give way to others.
   */
  take: (bytes: number) => Promise<boolean>;
  /** Safe to call twice. */
  release: () => void;
};

/**
 * Bounds what bodies of unknown senders may hold in memory, over all connections: small ones share a pool in which the oldest gives way
 * (a real delivery is whole within milliseconds), and large ones go one by one. Without it, eight senders of 300 MB cost eight times
 * the cap before a single signature was checked.
 */
export function openBodyMemory(): { open: (giveWay: () => void) => BodyShare } {
  const small = new Map<symbol, { bytes: number; evict: () => void }>();
  const waiting = new Map<symbol, (turn: boolean) => void>();
  let smallBytes = 0;
  let large: symbol | undefined;

  function leaveSmall(key: symbol): void {
    smallBytes -= small.get(key)?.bytes ?? 0;
    small.delete(key);
  }

  function nextLarge(): void {
    const [next] = waiting;
    large = next?.[0];
    if (next === undefined) return;
    waiting.delete(next[0]);
    leaveSmall(next[0]);
    next[1](true);
  }

  function makeRoom(needed: number, keep: symbol): void {
    for (const [key, { evict }] of small) {
      if (smallBytes + needed <= SMALL_BODIES_BYTES) return;
      if (key !== keep) evict();
    }
  }

  return {
    open(giveWay) {
      const key = Symbol("body");
      let bytes = 0;
      let open = true;
      const release = () => {
        if (!open) return;
        open = false;
        leaveSmall(key);
        waiting.get(key)?.(false);
        waiting.delete(key);
        if (large === key) nextLarge();
      };
      const evict = () => {
        release();
        giveWay();
      };
      return {
        release,
        async take(more) {
          bytes += more;
          if (!open || bytes > MOST_BODY_BYTES) return false;
          if (large === key) return true;
          if (bytes <= SMALL_BODY_BYTES) {
            makeRoom(more, key);
            small.set(key, { bytes, evict });
            smallBytes += more;
            return true;
          }
          const turn = new Promise<boolean>((resolve) => waiting.set(key, resolve));
          if (large === undefined) nextLarge();
          return turn;
        },
      };
    },
  };
}
