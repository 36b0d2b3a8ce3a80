import type { Answer, Call } from "../route.ts";

/** Which items of how many a list request asks for: 30 a page unless told, 100 at most. */
export function pageOf(query: URLSearchParams): { page: number; perPage: number } {
  const perPage = Math.min(Math.max(Number(query.get("per_page") ?? 30) || 30, 1), 100);
  return { page: Math.max(Number(query.get("page") ?? 1) || 1, 1), perPage };
}

/** One page of a list with GitHub's `link` header. `wrap` makes the body of lists that are counted (`total_count`). */
export function paged<Item>(
  call: Call,
  items: readonly Item[],
  render: (item: Item) => unknown,
  wrap: (rendered: unknown[], totalCount: number) => unknown = (rendered) => rendered,
): Answer {
  const { page, perPage } = pageOf(call.query);
  const rendered = items.slice((page - 1) * perPage, page * perPage).map(render);
  const link = linkHeader(call, page, Math.max(Math.ceil(items.length / perPage), 1));
  return { status: 200, body: wrap(rendered, items.length), ...(link !== undefined && { headers: { link } }) };
}

function linkHeader(call: Call, page: number, lastPage: number): string | undefined {
  const to = (target: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(target));
    const path = call.route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => call.params[name] ?? "");
    return `<${call.world.url}/api/v3${path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, "prev")] : []),
    ...(page < lastPage ? [to(page + 1, "next"), to(lastPage, "last")] : []),
    ...(page > 1 ? [to(1, "first")] : []),
  ];
  return links.length > 0 ? links.join(", ") : undefined;
}
