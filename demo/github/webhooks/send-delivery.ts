import { request as send } from "node:http";
import type { Agent, IncomingMessage } from "node:http";
import { performance } from "node:perf_hooks";
import type { Delivery } from "./delivery.ts";

/** Longest answer that is kept for `response.payload`. */
const LARGEST_ANSWER = 64 * 1024;

/** `closing` ends what is under way when this GitHub goes. */
export type SendOptions = { timeoutMs: number; agent: Agent; closing: AbortSignal };

/**
 * Posts a delivery and writes into it what came of it. Never rejects: on GitHub a failure is a record, and nothing tries again.
 * An answer past `timeoutMs` is a failure, whatever the other side goes on to do.
 */
export async function sendDelivery(delivery: Delivery, options: SendOptions): Promise<void> {
  const begun = performance.now();
  try {
    const { status, headers, text } = await post(delivery, options);
    delivery.statusCode = status;
    delivery.status = status >= 200 && status < 300 ? "OK" : `Invalid HTTP Response: ${status}`;
    delivery.response = { headers, payload: text };
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    delivery.statusCode = late ? 504 : 502;
    delivery.status = late ? "timed out" : "failed to connect to host";
  }
  delivery.durationSeconds = Math.round(performance.now() - begun) / 1000;
}

async function post(
  { url, request }: Delivery,
  { timeoutMs, agent, closing }: SendOptions,
): Promise<{ status: number; headers: Record<string, string>; text: string }> {
  const body = Buffer.from(request.text);
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), closing]);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = send(url, {
      method: "POST",
      agent,
      signal,
      headers: { ...request.headers, "content-length": body.length },
    });
    outgoing.on("response", resolve).on("error", (error) => {
      reject(signal.aborted ? signal.reason : error);
    });
    outgoing.end(body);
  });
  let text = "";
  for await (const chunk of response) if (text.length < LARGEST_ANSWER) text += String(chunk);
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  return { status: response.statusCode ?? 0, headers, text: text.slice(0, LARGEST_ANSWER) };
}
