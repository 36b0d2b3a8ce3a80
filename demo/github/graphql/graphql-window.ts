import type { IncomingMessage } from "node:http";
import { execute, GraphQLError, Kind, OperationTypeNode, parse, validate } from "graphql";
import type { DocumentNode, ExecutionResult } from "graphql";
import { actorOf } from "../auth/actor-of.ts";
import { happensFirst } from "../faults/strike.ts";
import type { FrameParts, Window } from "../frame/frame.ts";
import { parseJson, readBody } from "../frame/read-body.ts";
import { Refusal } from "../frame/refusal.ts";
import { refusalAnswer } from "../frame/send.ts";
import { idsIn } from "../ledger/ids-in.ts";
import { actorName } from "../ledger/ledger.ts";
import type { RequestRecord } from "../ledger/ledger.ts";
import type { Answer } from "../route.ts";
import { GraphqlRefusal } from "./graphql-refusal.ts";
import type { GraphqlCall, Resolvers } from "./resolver.ts";
import { graphqlSchema } from "./schema.ts";

/** `POST /api/graphql`: GitHub's own schema, executed over a table of resolvers. */
export function graphqlWindow(parts: FrameParts, resolvers: Resolvers): Window {
  return {
    fits: (pathname) => pathname === "/api/graphql" || pathname === "/graphql" || pathname === "/api/v3/graphql",
    serve: async (request, _response, record) => {
      record.operation = "graphql";
      try {
        const { query, variables, operationName } = parseJson(await readBody(request));
        const document = read(String(query));
        const fields = document === undefined ? [] : rootFields(document, operationName);
        const fault = parts.faults.take(["graphql", ...fields.map((field) => `graphql:${field}`)]);
        if (!happensFirst(fault)) return fault === undefined ? {} : { fault };
        const answer = await answerTo(parts, resolvers, request, record, { document, query, variables, operationName });
        return fault === undefined ? { answer } : { answer, fault };
      } catch (error) {
        if (error instanceof Refusal) return { answer: refusalAnswer(error) };
        throw error;
      }
    },
  };
}

type Question = {
  document: DocumentNode | undefined;
  query: unknown;
  variables: unknown;
  operationName: unknown;
};

async function answerTo(
  parts: FrameParts,
  resolvers: Resolvers,
  request: IncomingMessage,
  record: RequestRecord,
  { document, query, variables, operationName }: Question,
): Promise<Answer> {
  const { world, ledger, emit, limits, violations } = parts;
  const actor = actorOf(world, request.headers);
  record.actor = actorName(actor);
  if (actor.kind === "nobody") throw new Refusal(401, "This endpoint requires you to be authenticated.");
  if (actor.kind === "app") throw new Refusal(403, "Resource not accessible by integration");
  const isWrite = document?.definitions.some(
    (definition) => "operation" in definition && definition.operation === OperationTypeNode.MUTATION,
  );
  const over = limits.take(actor, isWrite === true ? "PATCH" : "GET", "/graphql");
  if (over !== undefined) return over;
  const schema = await graphqlSchema();
  const wrong =
    document === undefined
      ? [new GraphQLError(`Parse error on ${String(query).slice(0, 80)}`)]
      : validate(schema, document);
  if (document === undefined || wrong.length > 0) {
    violations.push(...wrong.map(({ message }) => `graphql: ${message}`));
    return { status: 200, body: { errors: wrong.map((error) => error.toJSON()) } };
  }
  const call: GraphqlCall = { world, actor, ledger, emit };
  const result = await execute({
    schema,
    document,
    variableValues: isRecord(variables) ? variables : {},
    ...(typeof operationName === "string" && { operationName }),
    contextValue: call,
    fieldResolver: async (source: unknown, args, context: GraphqlCall, info) => {
      const resolver = resolvers[`${info.parentType.name}.${info.fieldName}`];
      if (resolver === undefined) {
        if (isRecord(source) && info.fieldName in source) return source[info.fieldName];
        throw new Error(`no resolver for ${info.parentType.name}.${info.fieldName}`);
      }
      const value = await resolver(source, args, context);
      if (info.parentType.name === "Mutation") {
        const { actor: by, at } = record;
        ledger.writes.push({
          at,
          operation: `graphql:${info.fieldName}`,
          actor: by,
          params: {},
          body: args,
          ids: idsIn(value),
        });
      }
      return value;
    },
    typeResolver: (value) => (isRecord(value) ? String(value["__typename"]) : undefined),
  });
  for (const { originalError, message } of result.errors ?? []) {
    if (!(originalError instanceof GraphqlRefusal)) violations.push(`graphql: ${originalError?.stack ?? message}`);
  }
  return { status: 200, body: rendered(result) };
}

/** Errors carry GitHub's `type` beside the message, not under `extensions`. */
function rendered({ data, errors }: ExecutionResult): Record<string, unknown> {
  return {
    data: data ?? null,
    ...(errors !== undefined && {
      errors: errors.map((error) => ({
        ...(error.originalError instanceof GraphqlRefusal && { type: error.originalError.type }),
        path: error.path,
        locations: error.locations,
        message: error.message,
      })),
    }),
  };
}

function read(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}

/** The fields that a query asks of its root, which faults can be ordered for. */
function rootFields(document: DocumentNode, operationName: unknown): string[] {
  const operation = document.definitions.find(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (typeof operationName !== "string" || definition.name?.value === operationName),
  );
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
