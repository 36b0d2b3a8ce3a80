import { commitMutation } from "./commit-mutation.ts";
import { editResolvers } from "./edit-resolvers.ts";
import { commitResolvers } from "./commit-resolvers.ts";
import { minimizeMutations } from "./minimize-mutations.ts";
import { pullResolvers } from "./pull-resolvers.ts";
import { queryResolvers } from "./query-resolvers.ts";
import type { Resolvers } from "./resolver.ts";
import { threadMutations } from "./thread-mutations.ts";

/** What this GitHub answers in GraphQL. */
export const resolvers: Resolvers = {
  ...queryResolvers,
  ...pullResolvers,
  ...commitResolvers,
  ...editResolvers,
  ...threadMutations,
  ...minimizeMutations,
  ...commitMutation,
};
