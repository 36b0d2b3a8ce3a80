/** What goes wrong. `after`: the effect has taken place, and only the answer is lost or false. */
export type Fault =
  | { kind: "status"; status: number; body?: unknown; headers?: Record<string, string>; after?: boolean }
  /** The connection is cut: before anything was done, or after. */
  | { kind: "reset"; after?: boolean }
  /** The true answer, late. */
  | { kind: "delay"; delayMs: number }
  /** Primary rate limit: 403, nothing left until `resetInSeconds` from now. */
  | { kind: "primary-limit"; resetInSeconds: number }
  /** Secondary rate limit: 403 or 429, with or without `retry-after`. */
  | { kind: "secondary-limit"; status?: 403 | 429; retryAfterSeconds?: number }
  /** A page of HTML where JSON was due. */
  | { kind: "html"; status?: number; after?: boolean }
  /** The first half of the true answer, and then the end of the connection. */
  | { kind: "truncated" }
  /** The true answer, a byte at a time. */
  | { kind: "trickle"; intervalMs: number }
  /** `content-encoding: gzip` over bytes that are none. */
  | { kind: "bad-gzip" }
  | { kind: "redirect"; to: string; status?: 301 | 302 | 307 }
  /** GraphQL's 200 with "Something went wrong", the mutation done. */
  | { kind: "graphql-error"; after?: boolean };

export type FaultOrder = {
  /** An operation id (`pulls/create-review`), `graphql`, `graphql:NAME` of a field, `git`, or `*` for everything. */
  on: string;
  fault: Fault;
  /** How often; for ever when absent. */
  times?: number;
  /** Requests that pass before the first. */
  skip?: number;
};

export type Faults = {
  order(order: FaultOrder): OrderedFault;
  /** Withdraws all orders. */
  clear(): void;
  /** The next fault for a request that goes by these names, counted as used. */
  take(names: readonly string[]): Fault | undefined;
};

/** `used` counts how often it struck. */
export type OrderedFault = { readonly used: number; withdraw(): void };

export function openFaults(): Faults {
  let orders: (FaultOrder & { passed: number; used: number })[] = [];
  return {
    order: (order) => {
      const placed = { ...order, passed: 0, used: 0 };
      orders.push(placed);
      return {
        get used() {
          return placed.used;
        },
        withdraw: () => {
          orders = orders.filter((one) => one !== placed);
        },
      };
    },
    clear: () => {
      orders = [];
    },
    take: (names) => {
      for (const order of orders) {
        if (order.on !== "*" && !names.includes(order.on)) continue;
        if (order.passed < (order.skip ?? 0)) {
          order.passed += 1;
          continue;
        }
        if (order.used >= (order.times ?? Infinity)) continue;
        order.used += 1;
        return order.fault;
      }
      return undefined;
    },
  };
}
