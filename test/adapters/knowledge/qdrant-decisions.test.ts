import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import nock from "nock";
import { openQdrantDecisions } from "../../../src/adapters/knowledge/qdrant-decisions.ts";
import { StoreError } from "../../../src/core/errors.ts";
import { DECLINED, decisionStoreContract, NOW_MS } from "../../contracts/decision-store.ts";
import { fakeQdrant, type FakeQdrant } from "./fake-qdrant.ts";

describe("decisions in a Qdrant that takes documented requests only", () => {
  let fake: FakeQdrant;
  beforeEach(() => {
    fake = fakeQdrant();
  });
  afterEach(() => {
    if (fake.undocumented.length > 0) throw new Error(`not documented: ${fake.undocumented.join("; ")}`);
  });

  decisionStoreContract(async () => {
    const reopen = () => openQdrantDecisions({ url: fake.url });
    return { store: reopen(), reopen };
  });

  it("are points without a vector, the repository their tenant, on the disk before it is answered", async () => {
    await openQdrantDecisions({ url: fake.url }).remember(12, DECLINED);

    const sent = fake.requests.filter(({ method }) => method === "PUT").map(({ path, body }) => [path, body]);
    expect(sent).toEqual([
      ["/collections/reflexgen-decisions-1", { vectors: {} }],
      [
        "/collections/reflexgen-decisions-1/index?wait=true",
        { field_name: "repository", field_schema: { type: "keyword", is_tenant: true } },
      ],
      [
        "/collections/reflexgen-decisions-1/points?wait=true&ordering=strong",
        {
          points: [
            {
              id: expect.stringMatching(/^[0-9a-f-]{36}$/),
              vector: {},
              payload: { repository: ["12"], decision: DECLINED },
            },
          ],
        },
      ],
    ]);
  });

  it("say so when a point is no decision", async () => {
    const store = openQdrantDecisions({ url: fake.url });
    await store.remember(1, DECLINED);
    const [point] = fake.collections.get("reflexgen-decisions-1")!.values();
    Object.assign(point!.payload, { decision: { state: "declined" } });

    await expect(store.of(1, NOW_MS)).rejects.toThrow("no decision");
  });
});

describe("decisions in a Qdrant that is not there", () => {
  it("are a store's error that holds nothing of the server's words", async () => {
    nock("http://qdrant.test:6333").get(/.*/).reply(500, "secret words").post(/.*/).reply(401, "more of them");
    const store = openQdrantDecisions({ url: "http://qdrant.test:6333" });

    await expect(store.remember(1, DECLINED)).rejects.toThrow(StoreError);
    await expect(store.of(1, NOW_MS)).rejects.toThrow("refused the API key");
  });
});
