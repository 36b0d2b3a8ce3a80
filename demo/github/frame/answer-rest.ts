import type { IncomingMessage } from "node:http";
import { actorOf } from "../auth/actor-of.ts";
import { happensFirst } from "../faults/strike.ts";
import type { Fault } from "../faults/faults.ts";
import { actorName } from "../ledger/ledger.ts";
import type { RequestRecord } from "../ledger/ledger.ts";
import { refuseUnlessAllowed } from "../rights/refuse-unless-allowed.ts";
import type { Actor, Answer, Call, Route } from "../route.ts";
import type { Repository } from "../world/repository.ts";
import { idsIn } from "../ledger/ids-in.ts";
import type { FrameParts } from "./frame.ts";
import type { Match } from "./match-route.ts";
import { parseJson, readBody } from "./read-body.ts";
import { notFound, Refusal } from "./refusal.ts";
import { resolveRepository } from "./resolve-repository.ts";
import { refusalAnswer } from "./send.ts";

/** The true answer (absent where a fault came before the effect) and what is to go wrong with it. */
export type Outcome = { answer?: Answer; fault?: Fault };

/** One REST request, from who asks to what is answered. */
export async function answerRest(
  parts: FrameParts,
  match: (method: string, pathname: string) => Match | undefined,
  request: IncomingMessage,
  record: RequestRecord,
): Promise<Outcome> {
  const { world, contract, faults } = parts;
  const url = new URL(request.url ?? "/", world.url);
  const pathname = withName(parts, url.pathname.replace(/^\/api\/v3/, "") || "/");
  const found = match(record.method, pathname);
  const id = found && contract.operation(record.method, contractPath(found.route.path))?.id;
  if (id !== undefined) record.operation = id;
  const fault = faults.take([id, "rest"].filter((name) => name !== undefined));
  const outcome = fault === undefined ? {} : { fault };
  const body = await readBody(request);
  if (!happensFirst(fault)) return outcome;
  try {
    const actor = actorOf(world, request.headers);
    record.actor = actorName(actor);
    if (found === undefined) throw notFound();
    return { ...outcome, answer: await answerRoute({ parts, found, id, actor, url, pathname, body, request, record }) };
  } catch (error) {
    if (error instanceof Refusal) return { ...outcome, answer: refusalAnswer(error) };
    throw error;
  }
}

async function answerRoute(options: {
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
  const repository =
    owner !== undefined && repo !== undefined ? resolveRepository(world, actor, owner, repo, pathname) : undefined;
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
  const answer = await effect(found.route, call);
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
  const wrong = id === undefined ? [] : contract.answer(id, { status: answer.status, body: answer.body });
  violations.push(...wrong.map((breach) => `answer ${answer.status} of ${id}: ${breach}`));
  return answer;
}

async function effect(route: Route, call: Call): Promise<Answer> {
  try {
    return await route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error);
    throw error;
  }
}

/** `/repositories/{id}/…` is `/repos/{owner}/{repo}/…` by another name; an unknown id stays as it is and matches nothing. */
function withName({ world }: FrameParts, pathname: string): string {
  const [, id, rest = ""] = /^\/repositories\/(\d+)(\/.*)?$/.exec(pathname) ?? [];
  const repository: Repository | undefined = id === undefined ? undefined : world.repositories.get(Number(id));
  const owner = repository && world.accounts.get(repository.ownerId);
  return repository && owner ? `/repos/${owner.login}/${repository.name}${rest}` : pathname;
}

/** GitHub describes the root as `/`. */
const contractPath = (path: string): string => (path === "" ? "/" : path);
