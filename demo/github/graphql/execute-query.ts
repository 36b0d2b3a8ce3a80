import { execute } from "graphql";
import type { DocumentNode, ExecutionResult } from "graphql";
import { GraphqlRefusal } from "./graphql-refusal.ts";
import type { GraphqlCall, Resolvers } from "./resolver.ts";
import { graphqlSchema } from "./schema.ts";

export type Query = {
  document: DocumentNode;
  variables: Record<string, unknown>;
  operationName: string | undefined;
};

/**
 * A validated query over the table of resolvers, in GitHub's form. A field without a resolver is read from its parent by name.
 *
 * @param onWrite called for each mutation that took effect, before the fields of its answer are resolved
 * @param onFailure called for what is neither an answer nor a refusal: a resolver's fault, or one that is missing
 */
export async function executeQuery(
  { document, variables, operationName }: Query,
  call: GraphqlCall,
  resolvers: Resolvers,
  onWrite: (name: string, body: unknown, result: unknown) => void,
  onFailure: (what: string) => void,
): Promise<Record<string, unknown>> {
  const result = await execute({
    schema: await graphqlSchema(),
    document,
    variableValues: variables,
    ...(operationName !== undefined && { operationName }),
    contextValue: call,
    fieldResolver: async (source: unknown, args, context: GraphqlCall, { parentType, fieldName }) => {
      const resolver = resolvers[`${parentType.name}.${fieldName}`];
      if (resolver === undefined) {
        if (isRecord(source) && fieldName in source) return source[fieldName];
        throw new Error(`no resolver for ${parentType.name}.${fieldName}`);
      }
      const value = await resolver(source, args, context);
      if (parentType.name === "Mutation") onWrite(fieldName, args, value);
      return value;
    },
    typeResolver: (value) => (isRecord(value) ? String(value["__typename"]) : undefined),
  });
  for (const { originalError, message } of result.errors ?? []) {
    if (!(originalError instanceof GraphqlRefusal)) onFailure(originalError?.stack ?? message);
  }
  return rendered(result);
}

/** Errors carry GitHub's `type` beside the message, not under `extensions`. */
function rendered({ data, errors }: ExecutionResult): Record<string, unknown> {
  return {
    data: data ?? null,
    ...(errors !== undefined && {
      errors: errors.map(({ originalError, path, locations, message }) => ({
        ...(originalError instanceof GraphqlRefusal && { type: originalError.type }),
        path,
        locations,
        message,
      })),
    }),
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
