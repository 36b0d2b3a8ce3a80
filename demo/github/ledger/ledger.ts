import type { Actor } from "../route.ts";

/** One request that reached this GitHub. */
export type RequestRecord = {
  at: Date;
  method: string;
  /** As sent, with its query. */
  path: string;
  /** `pulls/create-review`; for others `graphql`, `git`, `page`, or nothing where no operation answers. */
  operation?: string;
  /** A login, `app:SLUG` for a JWT, or `nobody`. */
  actor: string;
  /** Absent while it is under way, and when the connection was cut before an answer. */
  status?: number;
};

/** One write that took effect, whatever the answer then looked like. */
export type Write = {
  at: Date;
  /** An operation id, or `graphql:NAME` of a mutation. */
  operation: string;
  actor: string;
  params: Record<string, string>;
  body: unknown;
  /** `id`s of what it made or changed, outermost first. */
  ids: number[];
};

/** A token that was asked for: who got which rights to which repositories. */
export type TokenGrant = {
  at: Date;
  installationId: number;
  permissions: Record<string, string>;
  repositoryIds: number[] | "all";
};

/** What was asked and what was done, so that a test can say "exactly one review" and "nothing more was asked". */
export type Ledger = {
  requests: RequestRecord[];
  writes: Write[];
  tokens: TokenGrant[];
  /** Writes of one operation: `github.ledger.writesOf("pulls/create-review")`. */
  writesOf(operation: string): Write[];
  requestsOf(operation: string): RequestRecord[];
  /** Forgets what was recorded so far, for a test's next paragraph. */
  clear(): void;
};

export function openLedger(): Ledger {
  const ledger: Ledger = {
    requests: [],
    writes: [],
    tokens: [],
    writesOf: (operation) => ledger.writes.filter((write) => write.operation === operation),
    requestsOf: (operation) => ledger.requests.filter((request) => request.operation === operation),
    clear: () => {
      for (const list of [ledger.requests, ledger.writes, ledger.tokens]) list.length = 0;
    },
  };
  return ledger;
}

export function actorName(actor: Actor): string {
  if (actor.kind === "app") return `app:${actor.app.slug}`;
  return actor.kind === "nobody" ? "nobody" : actor.account.login;
}
