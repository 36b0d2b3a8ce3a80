import type { Doer } from "../stage.ts";
import { GraphqlRefusal } from "./graphql-refusal.ts";
import type { Arguments, GraphqlCall } from "./resolver.ts";

/** A mutation's one argument. The schema has checked its shape. */
export function inputOf({ input }: Arguments): Arguments {
  return isRecord(input) ? input : {};
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

export function graphqlDoer({ actor }: GraphqlCall): Doer {
  if (actor.kind === "installation") return { account: actor.account, app: actor.app };
  if (actor.kind === "user") return { account: actor.account };
  throw new GraphqlRefusal("FORBIDDEN", "Resource not accessible by integration");
}
