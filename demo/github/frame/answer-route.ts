import type { IncomingMessage } from "node:http";
import { idsIn } from "../ledger/ids-in.ts";
import type { RequestRecord } from "../ledger/ledger.ts";
import { refuseUnlessAllowed } from "../rights/refuse-unless-allowed.ts";
import type { Actor, Answer, Call } from "../route.ts";
import type { FrameParts } from "./frame.ts";
import type { Match } from "./match-route.ts";
import { parseJson } from "./read-body.ts";
import { Refusal } from "./refusal.ts";
import { resolveRepository } from "./resolve-repository.ts";
import { refusable } from "./send.ts";

/**
 * One operation: what may be seen, which rights, the contract, and only then the effect, which goes into the ledger.
 *
 * @throws Refusal
 */
export async function answerRoute(options: {
  parts: FrameParts;
  found: Match;
  id: string | undefined;
  actor: Actor;
  url: URL;
  pathname: string;
  body: Buffer;
  request: IncomingMessage;
  record: RequestRecord;
}): Promise<Answer> {
  const { parts, found, id, actor, url, pathname, record, request } = options;
  const { world, contract, violations } = parts;
  const { owner, repo } = found.params;
  const rest =
    pathname
      .split("/")
      .slice(4)
      .map((word) => `/${word}`)
      .join("") + url.search;
  const repository =
    owner !== undefined && repo !== undefined
      ? resolveRepository(world, actor, { owner, repo, rest, reads: record.method === "GET" })
      : undefined;
  refuseUnlessAllowed(world, actor, found.route, repository);

  const body = parseJson(options.body);
  const sent = options.body.length === 0 ? undefined : body;
  const breaches =
    id === undefined
      ? ["is no operation of the contract"]
      : contract.request(id, { query: url.searchParams, body: sent });
  if (breaches.length > 0) {
    violations.push(...breaches.map((breach) => `request ${id ?? `${record.method} ${found.route.path}`}: ${breach}`));
    throw new Refusal(422, `Invalid request.\n\n${breaches.join("\n")}`);
  }
  const call: Call = {
    world,
    actor,
    route: found.route,
    params: found.params,
    query: url.searchParams,
    headers: request.headers,
    body,
    ...(repository && { repository }),
    ledger: parts.ledger,
    webhooks: parts.webhooks,
    emit: parts.emit,
  };
  const answer = await refusable(() => found.route.handle(call));
  if (record.method !== "GET" && answer.status < 300) {
    const { operation = found.route.path, actor: by } = record;
    parts.ledger.writes.push({
      at: record.at,
      operation,
      actor: by,
      params: found.params,
      body,
      ids: idsIn(answer.body),
    });
  }
  // Other media types (a diff, raw bytes) are not described.
  const described = id !== undefined && typeof answer.body !== "string" && !Buffer.isBuffer(answer.body);
  const wrong = described ? contract.answer(id, { status: answer.status, body: answer.body }) : [];
  violations.push(...wrong.map((breach) => `answer ${answer.status} of ${id}: ${breach}`));
  return answer;
}
