/**
 * Real processes, killed and stopped at random moments (RELIABILITY.md: Q1, Q3, Q4, Q5, Q6).
 *
 * REFLEXGEN_CRASH_SEEDS=20 REFLEXGEN_CRASH_JOBS=10000 is the long run.
 */
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { JobQueue } from "../../../src/core/job-queue.ts";
import { ticket, until, type Payload } from "../../contracts/job-queue.ts";
import { openAt, type Place } from "./open-at.ts";
import { QUEUES } from "./queues.ts";
import type { Told, WorkerSettings } from "./worker-process.ts";

/** The servers' own crashes are theirs; of ours beside them, the gate tries the two that differ. */
const LONG = process.env["REFLEXGEN_CRASH_SEEDS"] !== undefined;
const SEEDS = Number(process.env["REFLEXGEN_CRASH_SEEDS"] ?? 1);
const JOBS = Number(process.env["REFLEXGEN_CRASH_JOBS"] ?? 600);
const KILLS = 5;
const LEASE_MS = 800;

for (const kind of QUEUES) {
  (kind.isInstalled ? describe : describe.skip)(kind.name, () => {
    let server: Awaited<ReturnType<typeof kind.start>>;
    let place: Place;
    const full = kind.name.includes("embedded") || LONG;
    const jobs = full ? JOBS : 150;
    let queue: JobQueue<Payload>;
    let outside: string;
    const children = new Set<ChildProcess>();

    beforeAll(async () => {
      server = await kind.start();
    }, 60_000);
    afterAll(async () => server.stop());
    beforeEach(async () => {
      place = kind.fresh(server);
      queue = await openAt(place, LEASE_MS);
      outside = await mkdtemp(join(tmpdir(), "reflexgen-outside-"));
    });
    afterEach(async () => {
      for (const child of children) child.kill("SIGKILL");
      children.clear();
      await queue.close();
      await rm(outside, { recursive: true });
    });

    /** A worker process, and all that it told. */
    function startWorker(concurrency = 8): { child: ChildProcess; told: Told[]; of: (what: Told["what"]) => string[] } {
      const settings: WorkerSettings = { ...place, leaseMs: LEASE_MS, concurrency, outside };
      const child = fork(join(import.meta.dirname, "worker-process.ts"), [JSON.stringify(settings)], { execArgv: [] });
      children.add(child);
      const told: Told[] = [];
      child.on("message", (message) => told.push(message as Told));
      return { child, told, of: (what) => told.filter((one) => one.what === what).map(({ id }) => id) };
    }

    async function isIdle(): Promise<boolean> {
      const { waiting, delayed, running } = await queue.counts();
      return waiting + delayed + running === 0;
    }

    /** What reached the outside: how often, by id. */
    async function written(): Promise<Map<string, number>> {
      const names = await readdir(outside);
      return new Map(
        await Promise.all(names.map(async (name) => [name, (await readFile(join(outside, name))).length] as const)),
      );
    }

    for (let seed = 1; seed <= SEEDS; seed++) {
      it(`loses nothing and writes nothing twice when workers are killed (seed ${seed})`, async () => {
        const random = seeded(seed);
        const ids = Array.from({ length: jobs }, (_, n) => `t${n}`);
        await Promise.all(
          ids.map(async (id, n) =>
            queue.add(ticket({ id, key: `k${n % (jobs / 3)}`, payload: { n: Math.floor(random() * 20) } })),
          ),
        );

        const workers = [startWorker(), startWorker()];
        for (let kill = 0; kill < KILLS; kill++) {
          const victim = kill % 2;
          await until(async () => (workers[victim]?.told.length ?? 0) > 0 || (await isIdle()));
          await wait(random() * 150);
          workers[victim]?.child.kill("SIGKILL");
          workers[victim] = startWorker();
        }
        await until(isIdle);

        const files = await written();
        expect([...files.keys()].toSorted()).toEqual(ids.toSorted());
        expect(new Set(files.values())).toEqual(new Set([1]));
        expect(await queue.counts()).toMatchObject({ dead: 0 });
      }, 120_000);
    }

    it("refuses the writes of a process that was stopped for longer than its lease", async () => {
      const ids = Array.from({ length: 20 }, (_, n) => `t${n}`);
      await Promise.all(ids.map(async (id) => queue.add(ticket({ id, payload: { n: 600 } }))));
      const stopped = startWorker(20);
      await until(() => stopped.of("running").length === 20);

      stopped.child.kill("SIGSTOP");
      const other = startWorker(20);
      await until(() => other.of("ended").length === 20);
      // As if the zombie had looked before it was stopped: what is there already must not be what saves us.
      await rm(outside, { recursive: true });
      stopped.child.kill("SIGCONT");
      await until(() => stopped.of("refused").length === 20);

      expect(stopped.of("wrote")).toEqual([]);
      expect(other.of("wrote")).toHaveLength(20);
      outside = await mkdtemp(join(tmpdir(), "reflexgen-outside-"));
    }, 60_000);

    (full ? describe : describe.skip)("and further (on servers: in the long run)", () => {
      it("keeps each ticket that it accepted when the process that adds is killed", async () => {
        const accepted: string[] = [];
        for (let round = 0; round < 3 * SEEDS; round++) {
          const script = join(import.meta.dirname, "add-forever.ts");
          const child = spawn(process.execPath, [script, JSON.stringify(place), `r${round}`], {
            stdio: ["ignore", "pipe", "inherit"],
          });
          children.add(child);
          let text = "";
          child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
          await until(() => text.length > 0);
          await wait(Math.random() * 50);
          child.kill("SIGKILL");
          await once(child, "close");
          accepted.push(...text.split("\n").slice(0, -1));
        }

        const answers = await Promise.all(accepted.map(async (id) => queue.add(ticket({ id }))));

        expect(accepted.length).toBeGreaterThan(20);
        expect(answers.filter((answer) => answer !== "known")).toEqual([]);
      }, 60_000);

      it("buries what kills its process after five times, and loses nothing beside it", async () => {
        await queue.add(ticket({ id: "poison", payload: { n: 0, text: "poison" } }));
        const good = Array.from({ length: 100 }, (_, n) => `t${n}`);
        // The first starts beside it, and is still running when it strikes again.
        await Promise.all(good.map(async (id, n) => queue.add(ticket({ id, payload: { n: n === 0 ? 1500 : 100 } }))));
        const workers: ReturnType<typeof startWorker>[] = [];

        const keepWorking = () => {
          const worker = startWorker(4);
          workers.push(worker);
          worker.child.on("exit", (_, signal) => signal === "SIGKILL" && children.size > 0 && keepWorking());
        };
        keepWorking();
        await until(isIdle);
        await until(() => workers.some((worker) => worker.of("dead").length > 0));
        children.clear();
        for (const worker of workers) worker.child.kill("SIGKILL");

        expect([...(await written()).keys()].toSorted()).toEqual(good.toSorted());
        const dead = await Array.fromAsync(queue.dead());
        expect(dead).toMatchObject([
          { ticket: { id: "poison" }, attempts: 5, reason: expect.stringContaining("process died") },
        ]);
        expect(workers.flatMap((worker) => worker.of("running")).filter((id) => id === "poison").length).toBeLessThan(
          6,
        );
      }, 90_000);

      it("hands over what runs when its process is told to end, without using an attempt or waiting for the lease", async () => {
        const ids = Array.from({ length: 20 }, (_, n) => `t${n}`);
        await Promise.all(ids.map(async (id, n) => queue.add(ticket({ id, payload: { n: n < 10 ? 50 : 1500 } }))));
        const first = startWorker(20);
        await until(() => first.of("running").length === 20);

        first.child.kill("SIGTERM");
        await once(first.child, "exit");
        expect(await queue.counts()).toMatchObject({ running: 0, delayed: 0 });
        startWorker(20);
        await until(isIdle);

        const files = await written();
        expect([...files.keys()].toSorted()).toEqual(ids.toSorted());
        expect(new Set(files.values())).toEqual(new Set([1]));
      }, 60_000);
    });
  });
}

/** Numbers from 0 to 1, the same for the same seed. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
