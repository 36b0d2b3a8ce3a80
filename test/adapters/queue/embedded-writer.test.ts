import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openQueueDatabase } from "../../../src/adapters/queue/embedded-database.ts";
import { groupWriter, type Writer } from "../../../src/adapters/queue/embedded-writer.ts";
import { QueueError } from "../../../src/core/job-queue.ts";

let folder: string;
let database: DatabaseSync;
let other: DatabaseSync;
let writer: Writer;
let commits: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reflexgen-queue-"));
  const file = join(folder, "queue.sqlite");
  database = openQueueDatabase(file);
  other = openQueueDatabase(file);
  commits = 0;
  writer = groupWriter(database, file, () => commits++);
});
afterEach(async () => {
  await writer.close();
  database.close();
  other.close();
  await rm(folder, { recursive: true });
});

const remember = (id: string) => database.prepare("INSERT INTO done VALUES (?, 0)").run(id);
const remembered = () =>
  other
    .prepare("SELECT id FROM done ORDER BY id")
    .all()
    .map(({ id }) => id);

describe("the group writer", () => {
  it("writes down in one transaction what is asked for at once", async () => {
    await Promise.all(["a", "b", "c"].map(async (id) => writer.write(() => remember(id))));

    expect(remembered()).toEqual(["a", "b", "c"]);
    expect(commits).toBe(1);
  });

  it("refuses the work that throws, and keeps nothing of it, but all of the rest", async () => {
    const settled = await Promise.allSettled([
      writer.write(() => remember("a")),
      writer.write(() => {
        remember("half");
        throw new Error("broken");
      }),
      writer.writeSoon(() => remember("b")),
    ]);

    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(remembered()).toEqual(["a", "b"]);
  });

  it("waits while another process writes, without blocking this one", async () => {
    other.exec("BEGIN IMMEDIATE");
    const writing = writer.write(() => remember("a"));
    let turns = 0;
    for (; turns < 20; turns++) await new Promise((resolve) => setTimeout(resolve, 1));

    expect(remembered()).toEqual([]);
    other.exec("COMMIT");
    await writing;

    expect(turns).toBe(20);
    expect(remembered()).toEqual(["a"]);
  });

  it("does not let what can wait hold up what is urgent", async () => {
    const order: string[] = [];
    const soon = writer.writeSoon(() => remember("soon")).then(() => order.push("soon"));

    await writer.write(() => remember("now")).then(() => order.push("now"));
    await soon;

    expect(commits).toBe(1);
    expect(order.toSorted()).toEqual(["now", "soon"]);
  });

  it("writes what it was asked for before it closed, and refuses what comes later", async () => {
    const before = writer.writeSoon(() => remember("before"));
    const closing = writer.close();

    await expect(writer.write(() => remember("after"))).rejects.toThrow(QueueError);
    await Promise.all([before, closing]);
    expect(remembered()).toEqual(["before"]);
  });
});
