import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { actorOf } from "../auth/actor-of.ts";
import { happensFirst } from "../faults/strike.ts";
import type { Fault } from "../faults/faults.ts";
import { actorName } from "../ledger/ledger.ts";
import type { RequestRecord } from "../ledger/ledger.ts";
import type { Answer } from "../route.ts";
import type { Repository } from "../world/repository.ts";
import { answerRoute } from "./answer-route.ts";
import type { FrameParts } from "./frame.ts";
import type { Match } from "./match-route.ts";
import { readBody } from "./read-body.ts";
import { notFound, Refusal } from "./refusal.ts";
import { refusable, refusalAnswer } from "./send.ts";

/** The true answer (absent where a fault came before the effect) and what is to go wrong with it. */
export type Outcome = { answer?: Answer; fault?: Fault };

/** One REST request, from who asks to what is answered. */
export async function answerRest(
  parts: FrameParts,
  match: (method: string, pathname: string) => Match | undefined,
  request: IncomingMessage,
  record: RequestRecord,
): Promise<Outcome> {
  const { world, contract, faults, limits, violations } = parts;
  const url = new URL(request.url ?? "/", world.url);
  const pathname = withName(parts, url.pathname.replace(/^\/api\/v3/, "") || "/");
  const found = match(record.method, pathname);
  const id = found && contract.operation(record.method, found.route.path)?.id;
  if (id !== undefined) record.operation = id;
  const fault = faults.take([id, "rest"].filter((name) => name !== undefined));
  const outcome = fault === undefined ? {} : { fault };
  const body = await readBody(request);
  if (!happensFirst(fault)) return outcome;
  try {
    if (request.headers["user-agent"] === undefined) throw new Refusal(403, NO_USER_AGENT);
    const actor = actorOf(world, request.headers);
    record.actor = actorName(actor);
    const over = limits.take(actor, record.method, pathname);
    if (over !== undefined) return { ...outcome, answer: over };
    const answer = await refusable(() => {
      if (found !== undefined) return answerRoute({ parts, found, id, actor, url, pathname, body, request, record });
      violations.push(`request ${record.method} ${pathname}: is no operation of this GitHub`);
      throw notFound();
    });
    return {
      ...outcome,
      answer: {
        ...answer,
        headers: { "x-github-request-id": randomUUID(), ...limits.headers(actor), ...answer.headers },
      },
    };
  } catch (error) {
    if (error instanceof Refusal) return { ...outcome, answer: refusalAnswer(error) };
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

const NO_USER_AGENT =
  "Request forbidden by administrative rules. Please make sure your request has a User-Agent header " +
  "(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required).";
