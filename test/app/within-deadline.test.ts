import { expect, it } from "@jest/globals";
import { withinDeadline } from "../../src/app/within-deadline.ts";
import type { JobLease } from "../../src/app/worker.ts";

const lease = (): JobLease => ({
  id: "review:1:1:a",
  attempt: 1,
  signal: new AbortController().signal,
  confirm: async () => {},
});

it("gives what a job gives", async () => {
  await expect(withinDeadline(60_000, lease(), async () => "done")).resolves.toBe("done");
});

it("frees the place of a job that hangs, which can't write any more (G13)", async () => {
  let inside: JobLease | undefined;

  const run = withinDeadline(20, lease(), (given) => {
    inside = given;
    return new Promise(() => {});
  });

  await expect(run).rejects.toThrow("it was not done after 0 s");
  expect(inside?.signal.aborted).toBe(true);
  await expect(inside?.confirm()).rejects.toThrow("it was not done");
});

it("passes on that the lease was lost", async () => {
  const lost = new AbortController();

  const run = withinDeadline(60_000, { ...lease(), signal: lost.signal }, async ({ signal }) => {
    lost.abort(new Error("superseded"));
    signal.throwIfAborted();
  });

  await expect(run).rejects.toThrow("superseded");
});
