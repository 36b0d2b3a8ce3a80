/** GitHub never sends more. @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
export const MOST_BODY_BYTES = 25 * 1024 * 1024;

/** A usual delivery has 10 to 60 KB. What grows past this waits for its turn: one large body is held at a time. */
const SMALL_BODY_BYTES = 256 * 1024;

/** All small bodies together: some 400 usual deliveries at the same moment. */
const SMALL_BODIES_BYTES = 8 * 1024 * 1024;

/** One body on its way in. */
export type Body = {
  /**
   * Keeps these bytes: at once, or when a large body's turn has come. Resolves to false when there is no room: the body is over the
   * cap, or it had to give way to others.
   */
  append: (bytes: Buffer) => Promise<boolean>;
  /** All bytes so far; theirs only until the release. */
  whole: () => Buffer;
  /** Safe to call twice. */
  release: () => void;
};

export type BodyMemory = {
  /** `giveWay` is called when the body must make room: its bytes are gone. */
  open: (giveWay: () => void) => Body;
};

type Small = { chunks: Buffer[]; bytes: number; evict: () => void };

/**
 * Bounds what bodies of unknown senders hold in memory, over all connections: small ones share a pool in which the oldest gives way (a
 * real delivery is whole within milliseconds), and large ones go one by one through the same buffer. Without it, eight senders of 300 MB
 * cost eight times the cap before a single signature was checked.
 */
export function openBodyMemory(): BodyMemory {
  const small = new Map<symbol, Small>();
  const waiting = new Map<symbol, (turn: boolean) => void>();
  let smallBytes = 0;
  let large: symbol | undefined;
  // One for all large bodies, one after the other: buffers of their own would be collected later than the next ones come.
  let largeBuffer: Buffer | undefined;

  function leaveSmall(key: symbol): void {
    smallBytes -= small.get(key)?.bytes ?? 0;
    small.delete(key);
  }

  function nextLarge(): void {
    const [next] = waiting;
    large = next?.[0];
    if (next === undefined) return;
    waiting.delete(next[0]);
    next[1](true);
  }

  function makeRoom(needed: number, keep: symbol): void {
    for (const [key, { evict }] of small) {
      if (smallBytes + needed <= SMALL_BODIES_BYTES) return;
      if (key !== keep) evict();
    }
  }

  function open(giveWay: () => void): Body {
    const key = Symbol("body");
    const mine: Small = { chunks: [], bytes: 0, evict };
    let size = 0;
    let isOpen = true;

    function release(): void {
      if (!isOpen) return;
      isOpen = false;
      leaveSmall(key);
      mine.chunks = [];
      waiting.get(key)?.(false);
      waiting.delete(key);
      if (large === key) nextLarge();
    }

    function evict(): void {
      release();
      giveWay();
    }

    async function becomeLarge(): Promise<boolean> {
      const turn = new Promise<boolean>((resolve) => waiting.set(key, resolve));
      if (large === undefined) nextLarge();
      if (!(await turn)) return false;
      largeBuffer ??= Buffer.allocUnsafeSlow(MOST_BODY_BYTES);
      let at = 0;
      for (const chunk of mine.chunks) at += chunk.copy(largeBuffer, at);
      mine.chunks = [];
      leaveSmall(key);
      return true;
    }

    return {
      release,
      whole: () => (large === key && largeBuffer ? largeBuffer.subarray(0, size) : Buffer.concat(mine.chunks)),
      async append(bytes) {
        if (!isOpen || size + bytes.length > MOST_BODY_BYTES) return false;
        if (large !== key && size + bytes.length > SMALL_BODY_BYTES && !(await becomeLarge())) return false;
        if (large === key && largeBuffer) {
          bytes.copy(largeBuffer, size);
        } else {
          makeRoom(bytes.length, key);
          mine.chunks.push(bytes);
          mine.bytes += bytes.length;
          smallBytes += bytes.length;
          small.set(key, mine);
        }
        size += bytes.length;
        return true;
      },
    };
  }

  return { open };
}
