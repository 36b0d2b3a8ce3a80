import type { Ledger } from "../ledger/ledger.ts";
import type { Actor } from "../route.ts";
import type { Emission } from "../webhooks/emission.ts";
import type { World } from "../world.ts";

/** What a resolver knows beside its arguments. */
export type GraphqlCall = {
  world: World;
  actor: Actor;
  ledger: Ledger;
  emit: (emission: Emission) => void;
};

export type Arguments = Readonly<Record<string, unknown>>;

/**
 * Resolves one field. `source` is what the field's parent was resolved to; objects of interfaces and unions tell their type
 * as `__typename`. Fields without a resolver are read from their parent by name.
 */
export type Resolver = (source: unknown, args: Arguments, call: GraphqlCall) => unknown;

/** By `Type.field`: `Query.node`, `Mutation.resolveReviewThread`, `PullRequest.reviewThreads`. */
export type Resolvers = Readonly<Record<string, Resolver>>;
