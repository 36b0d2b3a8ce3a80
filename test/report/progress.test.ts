import { describe, expect, it } from "@jest/globals";
import { openProgress, progressWords } from "../../src/report/progress.ts";

const STATE = { done: 2, of: 12, subject: "src/users.py Users.login" };

function setUp({ enabled = true, columns = 80 } = {}) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const stream = { columns, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  const line = openProgress(stream, { colour: false, enabled, now: () => clock.ms });
  return { written, clock, line };
}

describe("openProgress", () => {
  it("writes nothing when nobody watches", () => {
    const { written, clock, line } = setUp({ enabled: false });

    line.start();
    clock.ms = 5000;
    line.show(STATE);
    line.stop();

    expect(written).toEqual([]);
  });

  it("writes nothing for quick work", () => {
    const { written, clock, line } = setUp();

    line.start();
    clock.ms = 300;
    line.show(STATE);
    line.stop();

    expect(written).toEqual([]);
  });

  it("rewrites one line, not more than ten times a second, and takes it away", () => {
    const { written, clock, line } = setUp();

    line.start();
    for (clock.ms = 1000; clock.ms < 2000; clock.ms += 10) line.show(STATE);
    line.stop();

    expect(written).toHaveLength(11);
    expect(written[0]).toBe("\r\u001b[2KReviewing 3 of 12 · 1 s · src/users.py Users.login");
    expect(written.at(-1)).toBe("\r\u001b[2K");
  });

  it("stays on one line of a narrow screen", () => {
    const { written, clock, line } = setUp({ columns: 30 });

    line.start();
    clock.ms = 1000;
    line.show(STATE);
    line.stop();

    expect(written[0]).toBe("\r\u001b[2KReviewing 3 of 12 · 1 s · …");
  });
});

it("shows hidden characters of names, and never more units than there are", () => {
  expect(progressWords({ done: 12, of: 12, subject: "a\u001b[2J.py" }, 12_345)).toBe(
    "Reviewing 12 of 12 · 12 s · a<U+001B>[2J.py",
  );
});
