import type { Resolvers } from "./resolver.ts";

/** What this GitHub answers in GraphQL. */
export const resolvers: Resolvers = {};
