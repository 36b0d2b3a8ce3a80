import { GraphQLError, Kind, OperationTypeNode, parse, validate } from "graphql";
import type { DocumentNode, OperationDefinitionNode } from "graphql";
import { graphqlSchema } from "./schema.ts";

/** A query as far as it can be read before it is known who asks. */
export type ReadQuery = {
  document: DocumentNode | undefined;
  /** The fields that it asks of its root, which faults can be ordered for. */
  rootFields: string[];
  writes: boolean;
};

export function readQuery(text: string, operationName: string | undefined): ReadQuery {
  const document = parseQuietly(text);
  const operation = document && operationOf(document, operationName);
  const rootFields = operation?.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
  return { document, rootFields: rootFields ?? [], writes: operation?.operation === OperationTypeNode.MUTATION };
}

/** What GitHub's schema says against a query. */
export async function queryErrors({ document }: ReadQuery): Promise<readonly GraphQLError[]> {
  if (document === undefined) return [new GraphQLError("Parse error on the query")];
  return validate(await graphqlSchema(), document);
}

function parseQuietly(text: string): DocumentNode | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode | undefined {
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .find((operation) => name === undefined || operation.name?.value === name);
}
