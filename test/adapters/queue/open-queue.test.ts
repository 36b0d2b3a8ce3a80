import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openQueue } from "../../../src/adapters/queue/open-queue.ts";
import { UserError } from "../../../src/core/errors.ts";
import { QueueError } from "../../../src/core/job-queue.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reflexgen-queue-"));
});
afterEach(async () => rm(folder, { recursive: true }));

const open = async (address: string) => openQueue({ address, readPayload: (json) => json });
const withoutBullMq = async (address: string) => {
  const script = join(import.meta.dirname, "without-bullmq.ts");
  return (await promisify(execFile)(process.execPath, [script, address])).stdout.trim();
};

describe("opening a queue", () => {
  it("makes a file and its folders when the address is a path", async () => {
    const file = join(folder, "deep", "queue.sqlite");

    const queue = await open(file);
    await queue.add({ id: "a", key: "a", mode: "each", payload: 1 });

    expect(queue.place).toBe(file);
    await queue.close();
    await queue.close();
  });

  it("needs no BullMQ for a file", async () => {
    expect(await withoutBullMq(join(folder, "queue.sqlite"))).toBe(`opened ${join(folder, "queue.sqlite")}`);
  });

  it.each([
    ["redis://localhost", "npm install bullmq ioredis"],
    ["rediss://localhost", "npm install bullmq ioredis"],
    ["postgres://localhost/db", "npm install bullmq pg"],
    ["postgresql://localhost/db", "npm install bullmq pg"],
  ])("says what to install for %s where it is missing", async (address, command) => {
    expect(await withoutBullMq(address)).toMatch(new RegExp(`^UserError: .*${command}$`));
  });

  it.each(["redis://somebody:secret@127.0.0.1:9", "postgres://somebody:secret@127.0.0.1:9/db"])(
    "says that a server can't be reached, without the password (%s)",
    async (address) => {
      const failure: unknown = await open(address).catch((error: unknown) => error);

      expect(failure).toBeInstanceOf(UserError);
      expect(String(failure)).toContain("127.0.0.1:9");
      expect(String(failure)).not.toContain("secret");
    },
  );

  it("leaves a file alone that is another program's", async () => {
    const file = join(folder, "other.sqlite");
    const other = new DatabaseSync(file);
    other.exec("CREATE TABLE theirs (a)");
    other.close();

    await expect(open(file)).rejects.toThrow(QueueError);
    await expect(open(file)).rejects.toThrow("left as it is");
  });

  it("leaves a file alone that a newer reflexgen wrote", async () => {
    const file = join(folder, "queue.sqlite");
    await (await open(file)).close();
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();

    await expect(open(file)).rejects.toThrow("newer reflexgen");
  });

  it("says that a file is damaged", async () => {
    const file = join(folder, "queue.sqlite");
    await writeFile(file, "not a database, but long enough to be looked at".repeat(100));

    await expect(open(file)).rejects.toThrow("damaged");
  });

  it("says that a place can't be written", async () => {
    await mkdir(join(folder, "queue.sqlite"));

    await expect(open(join(folder, "queue.sqlite"))).rejects.toThrow(UserError);
  });
});
