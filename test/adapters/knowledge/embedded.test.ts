import { describe, expect, it, afterEach } from "@jest/globals";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openEmbeddedKnowledge } from "../../../src/adapters/knowledge/embedded.ts";
import { StoreError, UserError } from "../../../src/core/errors.ts";
import { collect, entry, knowledgeStoreContract, SHELL_PRACTICE, SQL_PRACTICE, SQL_QUERY } from "../../contracts/knowledge-store.ts";

const folders: string[] = [];
async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "reflexgen-knowledge-"));
  folders.push(folder);
  return folder;
}
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

describe("embedded knowledge", () => {
  knowledgeStoreContract(async () => {
    const folder = join(await freshFolder(), "deep", "knowledge");
    const reopen = () => openEmbeddedKnowledge({ folder });
    return { store: reopen(), reopen, drop: async () => {} };
  });

  it("leaves no trace when only read", async () => {
    const folder = join(await freshFolder(), "knowledge");
    const store = openEmbeddedKnowledge({ folder });
    await store.search(SQL_QUERY);
    await expect(stat(folder)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("keeps what was written when it is opened again", async () => {
    const folder = await freshFolder();
    const first = openEmbeddedKnowledge({ folder });
    await first.upsert([SQL_PRACTICE]);
    await first.close();
    const hits = await openEmbeddedKnowledge({ folder }).search(SQL_QUERY);
    expect(hits.map((hit) => hit.entry)).toEqual([SQL_PRACTICE]);
  });

  it("says so when the folder can't be written", async () => {
    const file = join(await freshFolder(), "file");
    await writeFile(file, "");
    const store = openEmbeddedKnowledge({ folder: join(file, "knowledge") });
    const refused = store.upsert([SQL_PRACTICE]);
    await expect(refused).rejects.toBeInstanceOf(UserError);
    await expect(refused).rejects.toThrow("can't be written");
  });

  it("says so when the file is damaged, and leaves every byte of it", async () => {
    const folder = await freshFolder();
    const file = join(folder, "knowledge.sqlite");
    await writeFile(file, "this is not a database, but somebody may want it back ".repeat(100));
    const before = await readFile(file);
    const store = openEmbeddedKnowledge({ folder });
    await expect(store.search(SQL_QUERY)).rejects.toBeInstanceOf(StoreError);
    await expect(store.upsert([SQL_PRACTICE])).rejects.toThrow("damaged");
    expect(await readFile(file)).toEqual(before);
  });

  it("says so when the file was cut short", async () => {
    const folder = await freshFolder();
    const first = openEmbeddedKnowledge({ folder });
    await first.upsert(Array.from({ length: 50 }, (_, n) => entry({ id: `entry-${n}`, text: "long ".repeat(500) })));
    await first.close();
    await truncate(join(folder, "knowledge.sqlite"), 20_000);
    await expect(openEmbeddedKnowledge({ folder }).search(SQL_QUERY)).rejects.toBeInstanceOf(StoreError);
  });

  it("leaves another program's database alone", async () => {
    const folder = await freshFolder();
    const foreign = new DatabaseSync(join(folder, "knowledge.sqlite"));
    foreign.exec("CREATE TABLE theirs (x)");
    foreign.close();
    await expect(openEmbeddedKnowledge({ folder }).upsert([SQL_PRACTICE])).rejects.toThrow("not a knowledge base");
  });

  it("refuses a store that a newer version wrote", async () => {
    const folder = await freshFolder();
    const first = openEmbeddedKnowledge({ folder });
    await first.upsert([SQL_PRACTICE]);
    await first.close();
    const raw = new DatabaseSync(join(folder, "knowledge.sqlite"));
    raw.exec("PRAGMA user_version = 99");
    raw.close();
    await expect(openEmbeddedKnowledge({ folder }).search(SQL_QUERY)).rejects.toThrow("newer reflexgen");
  });

  it("makes vectors of an older analysis anew", async () => {
    const folder = await freshFolder();
    const first = openEmbeddedKnowledge({ folder });
    await first.upsert([SQL_PRACTICE]);
    await first.close();
    const raw = new DatabaseSync(join(folder, "knowledge.sqlite"));
    raw.exec("UPDATE entry SET lexical = 0, vector = x''");
    raw.close();
    const store = openEmbeddedKnowledge({ folder });
    expect(await store.search(SQL_QUERY)).toHaveLength(1);
    expect(await store.upsert([SQL_PRACTICE])).toEqual({ added: 0, updated: 0, unchanged: 1 });
  });

  it("lets others read while one process writes, and tells a second writer to try again", async () => {
    const folder = await freshFolder();
    const store = openEmbeddedKnowledge({ folder });
    await store.upsert([SQL_PRACTICE]);
    const writer = new DatabaseSync(join(folder, "knowledge.sqlite"));
    writer.exec("BEGIN IMMEDIATE");

    expect(await store.search(SQL_QUERY)).toHaveLength(1);
    expect(await store.upsert([SQL_PRACTICE])).toMatchObject({ unchanged: 1 });
    const refused = store.upsert([SHELL_PRACTICE]);
    await expect(refused).rejects.toBeInstanceOf(StoreError);
    await expect(refused).rejects.toThrow("another process");

    writer.exec("ROLLBACK");
    writer.close();
    expect(await store.upsert([SHELL_PRACTICE])).toMatchObject({ added: 1 });
  });

  it("takes what several processes write at once, from the first moment of the folder on", async () => {
    const folder = join(await freshFolder(), "new");
    const acknowledged = await Promise.all([1, 2, 3].map((round) => writeUntilKilled(folder, round, 10)));

    const stored = new Set((await collect(openEmbeddedKnowledge({ folder }).list())).map(({ id }) => id));
    expect(acknowledged.flat().filter((id) => !stored.has(id))).toEqual([]);
  });

  it("loses no acknowledged entry when it is killed while writing", async () => {
    const folder = await freshFolder();
    for (let round = 0; round < 3; round++) {
      const acknowledged = await writeUntilKilled(folder, round, 20 + round * 15);
      const store = openEmbeddedKnowledge({ folder });
      const stored = new Set((await collect(store.list())).map(({ id }) => id));
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      expect(await store.upsert([entry({ id: `after-${round}` })])).toMatchObject({ added: 1 });
      await store.close();
    }
  });
});

/** Starts a process that writes entry after entry and says so; kills it after `count` of them. What it said is what was acknowledged. */
async function writeUntilKilled(folder: string, round: number, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "write-forever.ts"), folder, `round-${round}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve());
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.split("\n").length > count) child.kill("SIGKILL");
    });
  });
  const acknowledged = said.split("\n").slice(0, -1);
  expect(acknowledged.length).toBeGreaterThanOrEqual(count);
  return acknowledged;
}
