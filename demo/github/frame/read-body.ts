import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

/** GitHub takes files of up to 100 MB; base64 and JSON make them longer. */
const LARGEST_BODY_BYTES = 150 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY_BYTES) throw new Refusal(413, "Payload Too Large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** @throws Refusal 400 in GitHub's words */
export function parseJson(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch (cause) {
    throw new Refusal(400, "Problems parsing JSON", undefined, { cause });
  }
  if (typeof value !== "object" || value === null) throw new Refusal(400, "Body should be a JSON object");
  return Array.isArray(value) ? { "": value } : { ...value };
}
