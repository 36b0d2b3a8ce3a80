import type { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { QueueError } from "../../core/job-queue.ts";
import { inWords, isBusy } from "./embedded-database.ts";

/** Longest wait for other processes that write before what is asked is refused. */
const BUSY_MS = 10_000;

/** How long work that is not urgent waits for company. Each transaction is a turn at the file, which other processes want too. */
const SOON_MS = 1;

type Asked = { urgent: boolean; work: () => void; settle: () => void; refuse: (error: unknown) => void };

export type Writer = {
  /** Runs `work` inside a transaction and resolves once that is on the disk. When `work` throws, nothing of it is kept. */
  write<T>(work: () => T): Promise<T>;
  /**
   * The same a moment later, without waiting for the disk: the death of this process loses nothing of it, that of the
   * machine may. For what is safe to do again.
   */
  writeSoon<T>(work: () => T): Promise<T>;
  /** Resolves when all that was asked so far is settled; refuses what comes later. */
  close(): Promise<void>;
};

/**
 * One transaction, and so one wait for the disk, for all that was asked for meanwhile: the slower the disk, the larger the groups.
 *
 * While another process writes we wait without blocking this one.
 */
export function groupWriter(database: DatabaseSync, file: string, onCommit: () => void): Writer {
  let asked: Asked[] = [];
  let hurry = (): void => undefined;
  let synchronous = "FULL";
  let flushing: Promise<void> | undefined;
  let closed = false;

  async function begin(): Promise<void> {
    for (const end = performance.now() + BUSY_MS; ;) {
      try {
        waitForDisk(asked.some(({ urgent }) => urgent));
        return database.exec("BEGIN IMMEDIATE");
      } catch (error) {
        if (!isBusy(error) || performance.now() >= end) throw error;
        await wait(1 + Math.random() * 4);
      }
    }
  }

  /** Outside a transaction only. In WAL mode `NORMAL` loses no commit but those just before the machine died, and no order. */
  function waitForDisk(full: boolean): void {
    const wanted = full ? "FULL" : "NORMAL";
    if (wanted !== synchronous) database.exec(`PRAGMA synchronous = ${wanted}`);
    synchronous = wanted;
  }

  async function company(): Promise<void> {
    if (asked.some(({ urgent }) => urgent)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, SOON_MS);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Work that throws is taken out, and the rest is done again without it. */
  function commit(group: Asked[]): void {
    for (;;) {
      const failed = group.findIndex((one) => !succeeds(one));
      if (failed < 0) break;
      database.exec("ROLLBACK; BEGIN IMMEDIATE");
      group.splice(failed, 1);
    }
    database.exec("COMMIT");
    for (const one of group) one.settle();
    onCommit();
  }

  function succeeds(one: Asked): boolean {
    try {
      one.work();
      return true;
    } catch (error) {
      one.refuse(inWords(file, error));
      return false;
    }
  }

  async function flush(): Promise<void> {
    // What the current turn of the event loop brings goes into the same group.
    await new Promise(setImmediate);
    while (asked.length > 0) {
      let group: Asked[] = [];
      await company();
      try {
        await begin();
        group = asked;
        asked = [];
        commit(group);
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        const reason = inWords(file, error);
        for (const one of [...group, ...asked.splice(0)]) one.refuse(reason);
      }
      await new Promise(setImmediate);
    }
    flushing = undefined;
  }

  async function ask<T>(work: () => T, urgent: boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new QueueError(`the queue ${file} is closed`));
      let result: T;
      asked.push({ urgent, work: () => (result = work()), settle: () => resolve(result), refuse: reject });
      if (urgent) hurry();
      flushing ??= flush();
    });
  }

  return {
    write: async (work) => ask(work, true),
    writeSoon: async (work) => ask(work, false),
    async close() {
      closed = true;
      await flushing;
    },
  };
}
