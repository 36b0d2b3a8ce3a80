import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openKeptValue } from "../../../src/adapters/state/kept-value.ts";

describe("a kept value", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "reflexgen-kept-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is absent when its file is missing or damaged", async () => {
    writeFileSync(join(folder, "damaged.json"), '{"untilMs": 12');

    expect(await openKeptValue(join(folder, "nothing.json")).read()).toBeUndefined();
    expect(await openKeptValue(join(folder, "damaged.json")).read()).toBeUndefined();
  });

  it("is there for the next process, in a folder that is made for it, and for its owner alone", async () => {
    const file = join(folder, "state", "polled.json");
    await openKeptValue(file).write({ untilMs: 1, seen: ["a"] });
    await openKeptValue(file).write({ untilMs: 2, seen: [] });

    expect(await openKeptValue(file).read()).toEqual({ untilMs: 2, seen: [] });
    expect(readdirSync(join(folder, "state"))).toEqual(["polled.json"]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
