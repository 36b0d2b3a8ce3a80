import { afterEach, describe, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openEmbeddedDecisions, type EmbeddedDecisions } from "../../../src/adapters/knowledge/embedded-decisions.ts";
import { openEmbeddedKnowledge } from "../../../src/adapters/knowledge/embedded.ts";
import { StoreError } from "../../../src/core/errors.ts";
import { ACCEPTED, DECLINED, decisionStoreContract, NOW_MS } from "../../contracts/decision-store.ts";
import { SQL_PRACTICE } from "../../contracts/knowledge-store.ts";

const folders: string[] = [];
const stores: EmbeddedDecisions[] = [];
function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "reflexgen-decisions-"));
  folders.push(folder);
  return folder;
}
function open(folder: string): EmbeddedDecisions {
  const store = openEmbeddedDecisions({ folder });
  stores.push(store);
  return store;
}
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("embedded decisions", () => {
  decisionStoreContract(async () => {
    const folder = join(freshFolder(), "deep", "knowledge");
    return { store: open(folder), reopen: () => open(folder) };
  });

  it("leave no trace when only read", async () => {
    const folder = join(freshFolder(), "knowledge");

    await open(folder).of(1, NOW_MS);

    expect(() => statSync(folder)).toThrow("ENOENT");
  });

  it("say so when the file is damaged", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "decisions.sqlite"), "no database at all ".repeat(300));

    await expect(open(folder).of(1, NOW_MS)).rejects.toThrow(StoreError);
    await expect(open(folder).remember(1, DECLINED)).rejects.toThrow("the decisions in");
  });

  it("say so when the folder can't be written", async () => {
    const file = join(freshFolder(), "file");
    writeFileSync(file, "");

    await expect(open(join(file, "knowledge")).remember(1, DECLINED)).rejects.toThrow(StoreError);
  });

  it("give nothing rather than a part when one of them is damaged", async () => {
    const folder = freshFolder();
    const store = open(folder);
    await store.remember(1, DECLINED);
    await store.remember(1, ACCEPTED);
    const raw = new DatabaseSync(join(folder, "decisions.sqlite"));
    raw.prepare("UPDATE decision SET body = '{}' WHERE id = ?").run(ACCEPTED.id);
    raw.close();

    await expect(store.of(1, NOW_MS)).rejects.toThrow(StoreError);
  });

  it("live beside knowledge in one folder", async () => {
    const folder = freshFolder();
    const knowledge = openEmbeddedKnowledge({ folder });
    await knowledge.upsert([SQL_PRACTICE]);
    const decisions = open(folder);

    await decisions.remember(1, DECLINED);

    expect(await decisions.of(1, NOW_MS)).toEqual([DECLINED]);
    expect(await Array.fromAsync(knowledge.list())).toEqual([SQL_PRACTICE]);
    await knowledge.close();
  });
});
