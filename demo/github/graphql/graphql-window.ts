import type { IncomingMessage } from "node:http";
import { actorOf } from "../auth/actor-of.ts";
import { happensFirst } from "../faults/strike.ts";
import type { FrameParts, Window } from "../frame/frame.ts";
import { parseJson, readBody } from "../frame/read-body.ts";
import { Refusal } from "../frame/refusal.ts";
import { refusable } from "../frame/send.ts";
import { idsIn } from "../ledger/ids-in.ts";
import { actorName } from "../ledger/ledger.ts";
import type { RequestRecord } from "../ledger/ledger.ts";
import type { Actor, Answer } from "../route.ts";
import { executeQuery, isRecord } from "./execute-query.ts";
import { queryErrors, readQuery } from "./read-query.ts";
import type { ReadQuery } from "./read-query.ts";
import type { Resolvers } from "./resolver.ts";

/** `POST /api/graphql`: GitHub's own schema, executed over a table of resolvers. */
export function graphqlWindow(parts: FrameParts, resolvers: Resolvers): Window {
  return {
    fits: (pathname) => pathname === "/api/graphql",
    serve: async (request, _response, record) => {
      record.operation = "graphql";
      const bytes = await readBody(request);
      const asked = readAsked(bytes);
      const names = asked?.rootFields.map((field) => `graphql:${field}`) ?? [];
      const fault = parts.faults.take(["graphql", ...names]);
      const outcome = fault === undefined ? {} : { fault };
      if (!happensFirst(fault)) return outcome;
      return { ...outcome, answer: await refusable(() => answerQuery(parts, resolvers, request, record, bytes)) };
    },
  };
}

async function answerQuery(
  parts: FrameParts,
  resolvers: Resolvers,
  request: IncomingMessage,
  record: RequestRecord,
  bytes: Buffer,
): Promise<Answer> {
  const { world, ledger, emit, limits, violations } = parts;
  const actor = askingActor(parts, request, record);
  const { query, variables, operationName: name } = parseJson(bytes);
  const operationName = typeof name === "string" ? name : undefined;
  const read = readQuery(String(query), operationName);
  const over = limits.take(actor, read.writes ? "PATCH" : "GET", "/graphql");
  if (over !== undefined) return over;

  const headers = limits.headers(actor);
  const errors = await queryErrors(read);
  if (read.document === undefined || errors.length > 0) {
    violations.push(...errors.map(({ message }) => `graphql: ${message}`));
    return { status: 200, headers, body: { errors: errors.map((error) => error.toJSON()) } };
  }
  const body = await executeQuery(
    { document: read.document, variables: isRecord(variables) ? variables : {}, operationName },
    { world, actor, ledger, emit },
    resolvers,
    (field, asked, result) => {
      const { at, actor: by } = record;
      ledger.writes.push({ at, operation: `graphql:${field}`, actor: by, params: {}, body: asked, ids: idsIn(result) });
    },
    (what) => violations.push(`graphql: ${what}`),
  );
  return { status: 200, headers, body };
}

/** @throws Refusal for nobody and for an App's JWT: GraphQL is for installations and people */
function askingActor({ world }: FrameParts, request: IncomingMessage, record: RequestRecord): Actor {
  const actor = actorOf(world, request.headers);
  record.actor = actorName(actor);
  if (actor.kind === "nobody") throw new Refusal(401, "This endpoint requires you to be authenticated.");
  if (actor.kind === "app") throw new Refusal(403, "Resource not accessible by integration");
  return actor;
}

/** Undefined for bytes that are no JSON: those are refused later, in their turn. */
function readAsked(bytes: Buffer): ReadQuery | undefined {
  try {
    const { query, operationName } = parseJson(bytes);
    return readQuery(String(query), typeof operationName === "string" ? operationName : undefined);
  } catch {
    return undefined;
  }
}
