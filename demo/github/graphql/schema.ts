import { buildSchema } from "graphql";
import type { GraphQLSchema } from "graphql";

let schema: Promise<GraphQLSchema> | undefined;

/** GitHub's published GraphQL schema. It is large (1.2 MB of text), so it is read and built when the first query comes, once. */
export async function graphqlSchema(): Promise<GraphQLSchema> {
  schema ??= import("@octokit/graphql-schema").then(({ schema: { idl } }) => buildSchema(idl, { assumeValid: true }));
  return await schema;
}
