import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { send } from "../frame/send.ts";
import type { Answer } from "../route.ts";
import type { World } from "../world.ts";
import type { Fault } from "./faults.ts";

/** Whether the effect takes place although the answer will be wrong. */
export function happensFirst(fault: Fault | undefined): boolean {
  if (fault === undefined || ["delay", "truncated", "trickle", "bad-gzip"].includes(fault.kind)) return true;
  return "after" in fault && fault.after;
}

/** Sends the true answer (absent where nothing was done) in the way that the fault asks for. */
export async function strike(
  world: World,
  fault: Fault,
  answer: Answer | undefined,
  response: ServerResponse,
): Promise<void> {
  switch (fault.kind) {
    case "delay":
      await patience(response, fault.delayMs);
      if (answer !== undefined && !response.destroyed) send(response, answer);
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "truncated": {
      const text = JSON.stringify(answer?.body ?? {});
      response.writeHead(answer?.status ?? 200, { "content-type": "application/json", "content-length": text.length });
      response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
      return;
    }
    case "trickle": {
      const text = JSON.stringify(answer?.body ?? {});
      response.writeHead(answer?.status ?? 200, { "content-type": "application/json" });
      for (const character of text) {
        if (response.destroyed) return;
        response.write(character);
        await patience(response, fault.intervalMs);
      }
      response.end();
      return;
    }
    default:
      send(response, falseAnswer(world, fault));
  }
}

/** Waits, but not for one who has gone. */
async function patience(response: ServerResponse, milliseconds: number): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once("close", leave);
  await pause(milliseconds, undefined, { signal: gone.signal }).catch(() => undefined);
  response.off("close", leave);
}

function falseAnswer(
  world: World,
  fault: Exclude<Fault, { kind: "delay" | "reset" | "truncated" | "trickle" }>,
): Answer {
  switch (fault.kind) {
    case "status":
      return { status: fault.status, body: fault.body ?? { message: "Server Error" }, headers: fault.headers ?? {} };
    case "html":
      return { status: fault.status ?? 200, body: UNICORN, headers: { "content-type": "text/html; charset=utf-8" } };
    case "bad-gzip":
      return {
        status: 200,
        body: "no gzip at all",
        headers: { "content-type": "application/json", "content-encoding": "gzip" },
      };
    case "redirect":
      return { status: fault.status ?? 302, headers: { location: fault.to } };
    case "graphql-error":
      return { status: 200, body: { data: null, errors: [{ message: SOMETHING_WENT_WRONG }] } };
    case "primary-limit":
      return primaryLimit(world, fault.resetInSeconds);
    case "secondary-limit":
    default:
      return secondaryLimit(fault.status ?? 403, fault.retryAfterSeconds);
  }
}

/** GitHub's answer when the hour's requests are used up. */
export function primaryLimit(world: World, resetInSeconds: number): Answer {
  const reset = Math.ceil(world.clock.now().getTime() / 1000 + resetInSeconds);
  return {
    status: 403,
    headers: {
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-used": "5000",
      "x-ratelimit-reset": String(reset),
      "x-ratelimit-resource": "core",
    },
    body: {
      message: "API rate limit exceeded for installation.",
      documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api",
    },
  };
}

/** GitHub's answer to too much at once. It does not always say how long to wait. */
export function secondaryLimit(status: 403 | 429, retryAfterSeconds: number | undefined): Answer {
  return {
    status,
    headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
    body: {
      message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
      documentation_url:
        "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
    },
  };
}

const SOMETHING_WENT_WRONG =
  "Something went wrong while executing your query. Please include the request id when reporting this issue.";

const UNICORN =
  "<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head><body><p>This page is taking too long to load.</p></body></html>\n";
