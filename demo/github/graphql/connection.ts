import { GraphqlRefusal } from "./graphql-refusal.ts";
import type { Arguments } from "./resolver.ts";

const MAX_RECORDS = 100;

/** A page of a list as GraphQL has it, from `after` on. @throws GraphqlRefusal without `first` or `last`, or with more than 100 */
export function connection<Item>(
  name: string,
  items: readonly Item[],
  args: Arguments,
  render: (item: Item) => Record<string, unknown>,
): Record<string, unknown> {
  const [first, last] = [args["first"], args["last"]];
  const count = typeof first === "number" ? first : last;
  if (typeof count !== "number")
    throw new GraphqlRefusal(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  if (count > MAX_RECORDS)
    throw new GraphqlRefusal(
      "EXCESSIVE_PAGINATION",
      `Requesting ${count} records on the \`${name}\` connection exceeds the \`${typeof first === "number" ? "first" : "last"}\` limit of 100 records.`,
    );
  const after = indexOf(args["after"]) ?? 0;
  const before = indexOf(args["before"]);
  const end = before === undefined ? items.length : before - 1;
  const from = typeof first === "number" ? after : Math.max(after, end - count);
  const to = typeof first === "number" ? Math.min(end, after + count) : end;
  const nodes = items.slice(from, to).map(render);
  return {
    totalCount: items.length,
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursorOf(from + index + 1) })),
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: nodes.length > 0 ? cursorOf(from + 1) : null,
      endCursor: nodes.length > 0 ? cursorOf(from + nodes.length) : null,
    },
  };
}

const cursorOf = (index: number) => Buffer.from(`cursor:v2:${index}`).toString("base64");

function indexOf(cursor: unknown): number | undefined {
  if (typeof cursor !== "string") return undefined;
  const index = Number(Buffer.from(cursor, "base64").toString().replace("cursor:v2:", ""));
  return Number.isSafeInteger(index) ? index : undefined;
}
