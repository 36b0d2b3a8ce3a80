import type { IncomingMessage } from "node:http";
import { MOST_BODY_BYTES, type BodyMemory } from "./body-memory.ts";
import type { SignatureCheck } from "./signature.ts";

/** Why a request got no further: an HTTP status that says enough, and to the sender nothing more. */
export type Refusal = { refused: 400 | 401 | 405 | 408 | 411 | 413 | 415 | 503 };

/** GitHub says how long a body is. One that doesn't may be a proxy's making, or never end. */
const MOST_UNSAID_BYTES = 1024 * 1024;

/**
 * What `read` makes of the body of a request, when its signature holds. Before that nothing of it is joined or looked at. The bytes are
 * `read`'s only while it runs.
 *
 * Slow senders are the server's to end (`requestTimeout`); a connection that breaks off is refused as 408.
 */
export async function readBody<T extends object>(
  request: IncomingMessage,
  { signature, memory, read }: { signature: SignatureCheck; memory: BodyMemory; read: (body: Buffer) => T },
): Promise<T | Refusal> {
  // Refused before a byte is read where the sender says how much it will be.
  const said = request.headers["content-length"];
  if (Number(said ?? 0) > MOST_BODY_BYTES) return { refused: 413 };
  let gaveWay = false;
  const body = memory.open(() => {
    gaveWay = true;
    request.destroy();
  });
  // Whoever waits for a turn hears of nothing else. A request that is whole closes too.
  request.once("close", () => {
    if (!request.complete) body.release();
  });
  let size = 0;
  try {
    // The loop must not destroy the socket when it ends early: an answer is still to be sent on it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) return { refused: 400 };
      size += chunk.length;
      if (said === undefined && size > MOST_UNSAID_BYTES) return { refused: 411 };
      if (!(await body.append(chunk))) return { refused: size > MOST_BODY_BYTES ? 413 : 503 };
      signature.update(chunk);
    }
    return signature.holds() ? read(body.whole()) : { refused: 401 };
  } catch {
    return { refused: gaveWay ? 503 : 408 };
  } finally {
    body.release();
  }
}
