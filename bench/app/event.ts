import { createHmac } from "node:crypto";
import examples from "@octokit/webhooks-examples" with { type: "json" };
import { seeded } from "./seeded.ts";

/** A pull request that events tell of. */
export type Target = { installation: number; repository: number; number: number; headSha: string };

export type EventSource = { targets: readonly Target[]; seed: number };

/** The package's types describe a default export that its JSON has not. */
const EXAMPLES = examples as unknown as readonly { name: string; examples: readonly Payload[] }[];
type Payload = Record<string, unknown> & { action?: string };

const OPENED = EXAMPLES.find(({ name }) => name === "pull_request")?.examples.find(({ action }) => action === "opened");

/**
 * One event of many: GitHub's own example of `pull_request.opened` (21 KB), told of one of the targets. No two have the same body, so
 * each is one more job.
 */
export function eventOf(
  { targets, seed }: EventSource,
  index: number,
): { target: Target; payload: Payload; body: string } {
  const target = targets[Math.floor(seeded(seed + index)() * targets.length)];
  if (!OPENED || !target) throw new Error("no example, or nothing to tell of");
  const pull = Object(OPENED["pull_request"]);
  const payload = {
    ...OPENED,
    number: target.number,
    pull_request: {
      ...pull,
      number: target.number,
      head: { ...pull.head, sha: target.headSha },
      body: `${pull.body} Event ${seed}-${index}.`,
    },
    repository: { ...Object(OPENED["repository"]), id: target.repository },
    installation: { id: target.installation },
  };
  return { target, payload, body: JSON.stringify(payload) };
}

export function signed(body: string, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
