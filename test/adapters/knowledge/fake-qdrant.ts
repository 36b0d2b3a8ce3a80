import nock from "nock";
import { z } from "zod";
import { qdrantApi } from "./qdrant-api.ts";

const Payload = z.record(z.string(), z.unknown());
const Vector = z.object({ indices: z.array(z.number()), values: z.array(z.number()) });
const Point = z.object({ id: z.string(), vector: z.object({ lexical: Vector.optional() }), payload: Payload });
type Point = z.infer<typeof Point>;

type Condition = { key: string; match: { any: string[] } } | { is_empty: { key: string } } | { should: Condition[] };
const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({ key: z.string(), match: z.object({ any: z.array(z.string()) }) }),
    z.object({ is_empty: z.object({ key: z.string() }) }),
    z.object({ should: z.array(Condition) }),
  ]),
);
const Filter = z.object({ must: z.array(Condition) });
type Filter = z.infer<typeof Filter>;

const Body = z.object({
  actions: z.array(z.record(z.string(), z.object({ alias_name: z.string(), collection_name: z.string().optional() }))).default([]),
  ids: z.array(z.string()).default([]),
  points: z.array(Point).default([]),
  filter: Filter.default({ must: [] }),
  limit: z.number().default(10),
  offset: z.string().nullish(),
  with_payload: z.array(z.string()).default([]),
  prefetch: z
    .array(
      z.object({
        query: Vector,
        filter: Filter,
        params: z.object({ idf: z.object({ corpus: Filter }) }),
        limit: z.number(),
      }),
    )
    .default([]),
  query: z.object({ rrf: z.object({ k: z.number(), weights: z.array(z.number()) }) }).default({ rrf: { k: 2, weights: [] } }),
});
type Body = z.infer<typeof Body>;

type Request = { method: string; path: string; body: unknown; headers: Record<string, unknown> };

/** A Qdrant of a few lines behind nock: documented requests only, the rest is answered with 400 and remembered. */
export type FakeQdrant = {
  url: string;
  requests: Request[];
  /** Requests that Qdrant's description does not know. */
  undocumented: string[];
  collections: Map<string, Map<string, Point>>;
  aliases: Map<string, string>;
};

export function fakeQdrant(url = "http://qdrant.test:6333"): FakeQdrant {
  const undocumentedIn = qdrantApi();
  const fake: FakeQdrant = { url, requests: [], undocumented: [], collections: new Map(), aliases: new Map() };

  // nock 15 hands the request over as fetch's `Request`.
  const answer = async (request: globalThis.Request): Promise<[number, object]> => {
    const { method } = request;
    const address = new URL(request.url);
    const text = await request.text();
    const body: unknown = text === "" ? {} : JSON.parse(text);
    const headers = Object.fromEntries(request.headers);
    fake.requests.push({ method, path: `${address.pathname}${address.search}`, body, headers });
    const wrong = undocumentedIn(method, address, body);
    if (wrong !== undefined) {
      fake.undocumented.push(wrong);
      return [400, { status: { error: wrong } }];
    }
    const result = perform(fake, method, address.pathname, Body.parse(body));
    return result === undefined ? [404, { status: { error: "not found" } }] : [200, { result, status: "ok", time: 0 }];
  };
  const every = () => true;
  nock(url).persist().get(every).reply(answer).put(every).reply(answer).post(every).reply(answer);
  return fake;
}

/** undefined = not found. */
function perform(fake: FakeQdrant, method: string, path: string, body: Body): unknown {
  if (path === "/aliases") {
    return { aliases: [...fake.aliases].map(([alias_name, collection_name]) => ({ alias_name, collection_name })) };
  }
  if (path === "/collections/aliases") {
    for (const { create_alias: create, delete_alias: remove } of body.actions) {
      if (remove) fake.aliases.delete(remove.alias_name);
      if (create) fake.aliases.set(create.alias_name, create.collection_name ?? "");
    }
    return true;
  }
  const [, , name = "", ...rest] = path.split("/");
  const verb = `${method} ${rest.join("/")}`;
  if (verb === "PUT ") return fake.collections.set(name, new Map()) && true;
  if (verb === "GET exists") return { exists: fake.collections.has(name) };
  const points = fake.collections.get(fake.aliases.get(name) ?? name);
  if (!points) return undefined;
  const all = [...points.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const shown = ({ id, payload }: Point) => ({ id, payload: Object.fromEntries(body.with_payload.map((key) => [key, payload[key]])) });
  switch (verb) {
    case "PUT index":
      return { status: "completed", operation_id: 0 };
    case "PUT points":
      for (const point of body.points) points.set(point.id, point);
      return { status: "completed", operation_id: 0 };
    case "POST points":
      return body.ids.flatMap((id) => points.get(id) ?? []).map(shown);
    case "POST points/count":
      return { count: all.filter((point) => passes(point, body.filter)).length };
    case "POST points/delete":
      for (const point of all) if (passes(point, body.filter)) points.delete(point.id);
      return { status: "completed", operation_id: 0 };
    case "POST points/scroll": {
      const page = all.filter((point) => point.id >= (body.offset ?? "") && passes(point, body.filter));
      return { points: page.slice(0, body.limit).map(shown), next_page_offset: page[body.limit]?.id ?? null };
    }
    case "POST points/query":
      return { points: fused(all, body).map(({ point, score }) => ({ ...shown(point), score, version: 0 })) };
    default:
      return undefined;
  }
}

function passes(point: Point, filter: Filter): boolean {
  return filter.must.every((condition) => holds(point, condition));
}

function holds(point: Point, condition: Condition): boolean {
  if ("should" in condition) return condition.should.some((one) => holds(point, one));
  const key = "is_empty" in condition ? condition.is_empty.key : condition.key;
  const values = z.array(z.string()).parse(point.payload[key] ?? []);
  return "is_empty" in condition ? values.length === 0 : values.some((value) => condition.match.any.includes(value));
}

/** Sparse dot products with IDF over the corpus, then weighted reciprocal ranks: written from Qdrant's description, not from our code. */
function fused(all: Point[], body: Body): { point: Point; score: number }[] {
  const scores = new Map<Point, number>();
  for (const [leg, { query, filter, params, limit }] of body.prefetch.entries()) {
    const corpus = all.filter((point) => passes(point, params.idf.corpus));
    const holders = (index: number): number => corpus.filter((point) => point.vector.lexical?.indices.includes(index)).length;
    const weights = new Map(
      query.indices.map((index, at) => {
        const matching = holders(index);
        return [index, (query.values[at] ?? 0) * Math.log((corpus.length - matching + 0.5) / (matching + 0.5) + 1)];
      }),
    );
    const ranking = all
      .filter((point) => passes(point, filter) && point.vector.lexical?.indices.some((index) => weights.has(index)))
      .map((point) => {
        const { indices, values } = point.vector.lexical ?? { indices: [], values: [] };
        return { point, score: indices.reduce((sum, index, at) => sum + (weights.get(index) ?? 0) * (values[at] ?? 0), 0) };
      })
      .toSorted((a, b) => b.score - a.score)
      .slice(0, limit);
    const { k, weights: legWeights } = body.query.rrf;
    for (const [position, { point }] of ranking.entries()) {
      scores.set(point, (scores.get(point) ?? 0) + 1 / ((position + 1) / (legWeights[leg] ?? 1) + k - 1));
    }
  }
  return [...scores]
    .map(([point, score]) => ({ point, score }))
    .filter(({ point }) => passes(point, body.filter))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, body.limit);
}
