import { createHmac, randomUUID } from "node:crypto";
import examples from "@octokit/webhooks-examples" with { type: "json" };

export const SECRET = "5f1d8a3c-test-secret";
export const APP_ID = 4711;

type Examples = { name: string; examples: Record<string, unknown>[] }[];

/** GitHub's own examples, all of them. The package's types describe a default export that its JSON has not. */
export const EXAMPLES = (examples as unknown as Examples).flatMap(({ name, examples }) =>
  examples.map((payload) => ({ name, payload })),
);

export function sign(body: string | Buffer, secret = SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

export type Posting = {
  body: string | Buffer;
  event?: string;
  id?: string;
  signature?: string | null;
  secret?: string;
};

/** One delivery as GitHub posts it; what is given instead is what a stranger would do. */
export async function post(
  url: string,
  { body, event = "pull_request", id, signature, secret }: Posting,
): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": id ?? randomUUID(),
      ...(signature === null ? {} : { "x-hub-signature-256": signature ?? sign(body, secret) }),
    },
  });
}

/** A payload of `pull_request.opened`, as far as the App reads it. */
export function opened(number: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    action: "opened",
    number,
    pull_request: { number, head: { sha: "a".repeat(40) } },
    repository: { id: 77 },
    installation: { id: 5 },
    sender: { login: "ada", type: "User" },
    ...over,
  };
}
