import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import nock from "nock";
import { openQdrantKnowledge } from "../../../src/adapters/knowledge/qdrant.ts";
import { pointOf } from "../../../src/adapters/knowledge/qdrant-requests.ts";
import { StoreError, UserError } from "../../../src/core/errors.ts";
import { knowledgeStoreContract, SHELL_PRACTICE, SQL_PRACTICE, SQL_QUERY } from "../../contracts/knowledge-store.ts";
import { fakeQdrant, type FakeQdrant } from "./fake-qdrant.ts";
import { qdrantApi } from "./qdrant-api.ts";

describe("knowledge in a Qdrant that takes documented requests only", () => {
  let fake: FakeQdrant;
  beforeEach(() => {
    fake = fakeQdrant();
  });
  afterEach(() => {
    if (fake.undocumented.length > 0) throw new Error(`not documented: ${fake.undocumented.join("; ")}`);
  });

  knowledgeStoreContract(async () => {
    const reopen = () => openQdrantKnowledge({ url: fake.url });
    return { store: reopen(), reopen, drop: async () => {} };
  });

  it("builds one versioned collection with an IDF vector, a tenant index and an alias", async () => {
    await openQdrantKnowledge({ url: fake.url, collection: "lessons" }).upsert([SQL_PRACTICE]);

    expect([...fake.aliases]).toEqual([["lessons", "lessons-lexical-1"]]);
    const bodyOf = (path: string) => fake.requests.filter((one) => one.method === "PUT" && one.path.startsWith(path)).map(({ body }) => body);
    expect(bodyOf("/collections/lessons-lexical-1")[0]).toEqual({ vectors: {}, sparse_vectors: { lexical: { modifier: "idf" } } });
    expect(bodyOf("/collections/lessons-lexical-1/index")).toContainEqual({ field_name: "scope", field_schema: { type: "keyword", is_tenant: true } });
    expect(fake.requests.map(({ path }) => path)).toContain("/collections/lessons-lexical-1/points?wait=true&ordering=strong");
  });

  it("moves entries to the collection of this analysis at the first write, and mixes no query before", async () => {
    fake.collections.set("reflexgen-knowledge-lexical-0", new Map([["old", { ...pointOf(SHELL_PRACTICE), id: "old" }]]));
    fake.aliases.set("reflexgen-knowledge", "reflexgen-knowledge-lexical-0");
    const store = openQdrantKnowledge({ url: fake.url });

    await expect(store.search(SQL_QUERY)).rejects.toThrow("another version of reflexgen");
    expect(await store.upsert([SQL_PRACTICE])).toEqual({ added: 1, updated: 0, unchanged: 0 });

    expect(fake.aliases.get("reflexgen-knowledge")).toBe("reflexgen-knowledge-lexical-1");
    expect(await store.search({ ...SQL_QUERY, weaknesses: ["CWE-78"] })).toHaveLength(2);
  });

  it("drops what a server hands back beyond the asker's scopes", async () => {
    const store = openQdrantKnowledge({ url: fake.url });
    await store.upsert([SQL_PRACTICE]);
    const point = [...(fake.collections.get("reflexgen-knowledge-lexical-1")?.values() ?? [])][0];
    Object.assign(point?.payload ?? {}, { entry: { ...SQL_PRACTICE, scope: "org:666" } });
    expect(await store.search(SQL_QUERY)).toEqual([]);
  });

  it("says so when a point is no entry", async () => {
    const store = openQdrantKnowledge({ url: fake.url });
    await store.upsert([SQL_PRACTICE]);
    const point = [...(fake.collections.get("reflexgen-knowledge-lexical-1")?.values() ?? [])][0];
    Object.assign(point?.payload ?? {}, { entry: { theirs: true } });
    await expect(store.search(SQL_QUERY)).rejects.toThrow("holds a point that is no entry");
  });

  it("sends the key in its header only", async () => {
    await openQdrantKnowledge({ url: fake.url, apiKey: "k-3141592653" }).upsert([SQL_PRACTICE]);
    expect(fake.requests.every(({ headers }) => JSON.stringify(headers["api-key"]).includes("k-3141592653"))).toBe(true);
    expect(JSON.stringify(fake.requests.map(({ path, body }) => [path, body]))).not.toContain("k-3141592653");
  });
});

describe("knowledge in a Qdrant that fails", () => {
  const open = () => openQdrantKnowledge({ url: "http://qdrant.test:6333", apiKey: "k-3141592653" });

  it.each([
    [403, "qdrant at qdrant.test:6333 refused the API key (status 403)"],
    [500, "qdrant at qdrant.test:6333 refused the request (status 500)"],
    [429, "qdrant at qdrant.test:6333"],
  ])("says the status %i and nothing of the answer or the key", async (status, message) => {
    nock("http://qdrant.test:6333").persist().post(/./).reply(status, { status: { error: "k-3141592653 SECRET" } }, { "retry-after": "1" });
    const refused = await open().search(SQL_QUERY).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreError);
    expect(String(refused)).toContain(message);
    expect(`${String(refused)}${JSON.stringify(refused)}`).not.toMatch(/SECRET|k-3141592653/);
  });

  it("gives up on a search after 1.5 s", async () => {
    await using silent = await silentServer();
    const search = openQdrantKnowledge({ url: silent.url }).search(SQL_QUERY);
    await expect(search).rejects.toThrow("did not answer within 1.5 s");
  });

  it("stops waiting when the asker goes away", async () => {
    await using silent = await silentServer();
    const asker = new AbortController();
    const search = openQdrantKnowledge({ url: silent.url }).search(SQL_QUERY, asker.signal);
    asker.abort(new Error("superseded"));
    await expect(search).rejects.toThrow("superseded");
  });

  it.each(["no JSON at all", "{}", '{"result": {"points": "none"}}'])("says so when the answer is %s", async (answer) => {
    nock("http://qdrant.test:6333").post(/./).reply(200, answer, { "content-type": "application/json" });
    await expect(open().search(SQL_QUERY)).rejects.toBeInstanceOf(StoreError);
  });

  it("says so when nobody is there", async () => {
    await expect(openQdrantKnowledge({ url: "http://127.0.0.1:9" }).upsert([SQL_PRACTICE])).rejects.toThrow("can't be reached");
  });

  it("refuses an address that is none, without repeating it", () => {
    expect(() => openQdrantKnowledge({ url: "file:///etc/passwd" })).toThrow(UserError);
    expect(() => openQdrantKnowledge({ url: "user:secret" })).not.toThrow("secret");
  });

  it("names no credentials of the address", () => {
    expect(openQdrantKnowledge({ url: "https://user:secret@db.example.com:443/base" }).place).toBe("qdrant at db.example.com");
  });
});

/** Takes requests and never answers: a server that hangs, over a real socket. */
async function silentServer(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(() => {});
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

describe("the check against Qdrant's description", () => {
  it("refuses fields, parameters and operations that are not documented", () => {
    const undocumented = qdrantApi();
    const url = (path: string) => new URL(path, "http://qdrant.test");
    expect(undocumented("POST", url("/collections/c/points/count"), { exact: true })).toBeUndefined();
    expect(undocumented("POST", url("/collections/c/points/count"), { exakt: true })).toContain("additional properties");
    expect(undocumented("POST", url("/collections/c/points/count"), { filter: { must: [{ key: "a", match: { anyOf: [] } }] } })).toBeDefined();
    expect(undocumented("POST", url("/collections/c/points/count?fast=true"), {})).toContain("fast");
    expect(undocumented("POST", url("/collections/c/points/search"), {})).toContain("not among the operations");
  });
});

const server = process.env["QDRANT_URL"];
(server === undefined ? describe.skip : describe)("knowledge in a real Qdrant (QDRANT_URL)", () => {
  beforeEach(() => nock.enableNetConnect());

  knowledgeStoreContract(async () => {
    const options = {
      url: server ?? "",
      collection: `reflexgen-test-${randomUUID()}`,
      ...(process.env["QDRANT_API_KEY"] !== undefined && { apiKey: process.env["QDRANT_API_KEY"] }),
    };
    const reopen = () => openQdrantKnowledge(options);
    const drop = async (): Promise<void> => {
      await fetch(new URL(`/collections/${options.collection}-lexical-1`, options.url), {
        method: "DELETE",
        headers: { "api-key": options.apiKey ?? "" },
      });
    };
    return { store: reopen(), reopen, drop };
  });
});
