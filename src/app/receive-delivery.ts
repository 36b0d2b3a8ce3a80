import type { IncomingMessage } from "node:http";
import type { BodyMemory } from "./body-memory.ts";
import { readBody, type Refusal } from "./read-body.ts";
import { checkSignature } from "./signature.ts";

/** An event as GitHub tells it. Only the payload is signed: `name` and `id` are what the sender likes to say. */
export type Delivery = { id: string; name: string; payload: Record<string, unknown> };

export type DeliveryDoor = {
  secrets: readonly string[];
  memory: BodyMemory;
  /** Which events anything is done for; others are not even parsed. */
  handles: (name: string) => boolean;
  /** Resolves when what follows from the delivery is durable. */
  receive: (delivery: Delivery) => Promise<void>;
};

/** From a POST on the webhook path to a delivery that was taken, in the order that gives a stranger least: form, size, signature, JSON. */
export async function receiveDelivery(request: IncomingMessage, door: DeliveryDoor): Promise<"taken" | Refusal> {
  const { headers } = request;
  const [name, id] = [headers["x-github-event"], headers["x-github-delivery"]];
  const signature = checkSignature(headers["x-hub-signature-256"], door.secrets);
  if (signature === undefined) return { refused: 401 };
  if (!isName(name) || !isName(id)) return { refused: 400 };
  if (!/^application\/json\s*(?:;|$)/i.test(headers["content-type"] ?? "")) return { refused: 415 };
  if (headers["content-encoding"] !== undefined) return { refused: 415 };
  const read = (body: Buffer) => ({ payload: door.handles(name) ? parseObject(body) : ("unread" as const) });
  const result = await readBody(request, { signature, memory: door.memory, read });
  if ("refused" in result) return result;
  if (result.payload === "unread") return "taken";
  if (result.payload === undefined) return { refused: 400 };
  await door.receive({ id, name, payload: result.payload });
  return "taken";
}

function isName(value: unknown): value is string {
  return typeof value === "string" && /^[\w-]{1,100}$/.test(value);
}

function parseObject(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
