import type { ServerResponse } from "node:http";
import type { Answer } from "../route.ts";
import { Refusal } from "./refusal.ts";

export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const raw = typeof body === "string" || Buffer.isBuffer(body);
  const bytes = body === undefined ? undefined : raw ? body : JSON.stringify(body);
  response.writeHead(status, {
    server: "github.com",
    ...(bytes !== undefined && {
      "content-type": raw ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(bytes),
    }),
    ...headers,
  });
  response.end(bytes);
}

/** A refusal in GitHub's form: `message`, `errors`, `documentation_url`, and the status once more as text. */
export function refusalAnswer({ status, message, errors, headers }: Refusal): Answer {
  const { location, ...others } = headers;
  return {
    status,
    headers: { ...others, ...(location !== undefined && { location }) },
    body: {
      message,
      ...(errors !== undefined && { errors }),
      ...(location !== undefined && { url: location }),
      documentation_url: "https://docs.github.com/rest",
      ...(status >= 400 && { status: String(status) }),
    },
  };
}

/** What `work` answers; a refusal that it throws is an answer too. */
export async function refusable(work: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error);
    throw error;
  }
}
