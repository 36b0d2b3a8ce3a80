import type { IncomingMessage } from "node:http";
import { MOST_BODY_BYTES, type openBodyMemory } from "./body-memory.ts";
import type { SignatureCheck } from "./signature.ts";

/** Why a request got no further: an HTTP status that says enough, and to the sender nothing more. */
export type Refusal = { refused: 400 | 401 | 404 | 405 | 408 | 413 | 415 | 503 };

/**
 * The whole body of a request, when its signature holds. Nothing is parsed or joined before.
 *
 * Slow senders are the server's to end (`requestTimeout`); a connection that breaks off is refused as 408.
 */
export async function readBody(
  request: IncomingMessage,
  signature: SignatureCheck,
  memory: ReturnType<typeof openBodyMemory>,
): Promise<Buffer | Refusal> {
  // Refused before a byte is read where the sender says how much it will be.
  if (Number(request.headers["content-length"] ?? 0) > MOST_BODY_BYTES) return { refused: 413 };
  let gaveWay = false;
  const share = memory.open(() => {
    gaveWay = true;
    request.destroy();
  });
  request.once("close", share.release);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // The loop must not destroy the socket when it ends early: an answer is still to be sent on it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) return { refused: 400 };
      size += chunk.length;
      if (!(await share.take(chunk.length))) return { refused: size > MOST_BODY_BYTES ? 413 : 503 };
      signature.update(chunk);
      chunks.push(chunk);
    }
    return signature.holds() ? Buffer.concat(chunks) : { refused: 401 };
  } catch {
    return { refused: gaveWay ? 503 : 408 };
  } finally {
    share.release();
  }
}
