import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { MOST_BODY_BYTES, openBodyMemory, type Body } from "../../src/app/body-memory.ts";

const KB = 1024;

describe("the memory of bodies", () => {
  it("gives back what was put in, small or large", async () => {
    const memory = openBodyMemory();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 90 * KB }), { maxLength: 12 }), async (sizes) => {
        const chunks = sizes.map((size, index) => Buffer.alloc(size, index + 1));
        const body = memory.open(() => {});

        for (const chunk of chunks) expect(await body.append(chunk)).toBe(true);

        expect(body.whole().equals(Buffer.concat(chunks))).toBe(true);
        body.release();
      }),
      { numRuns: 30 },
    );
  });

  it("has no room past the cap", async () => {
    const memory = openBodyMemory();
    const body = memory.open(() => {});

    expect(await body.append(Buffer.alloc(MOST_BODY_BYTES))).toBe(true);
    expect(await body.append(Buffer.alloc(1))).toBe(false);
  });

  it("takes large bodies in turn, and lets those go that no longer wait", async () => {
    const memory = openBodyMemory();
    const [first, second, third] = [1, 2, 3].map(() => memory.open(() => {})) as [Body, Body, Body];
    const large = Buffer.alloc(500 * KB, "x");
    expect(await first.append(large)).toBe(true);
    const turns: string[] = [];
    const secondTurn = second.append(large).then((took) => turns.push(`second ${took}`));
    const thirdTurn = third.append(large).then((took) => turns.push(`third ${took}`));

    second.release();
    await secondTurn;
    first.release();
    await thirdTurn;

    expect(turns).toEqual(["second false", "third true"]);
    expect(third.whole().length).toBe(large.length);
    first.release();
    expect(await third.append(Buffer.alloc(1))).toBe(true);
  });

  it("lets the oldest small body go when there are too many, and keeps the rest", async () => {
    const memory = openBodyMemory();
    const gone: number[] = [];
    const bodies = Array.from({ length: 33 }, (_, index) => memory.open(() => gone.push(index)));

    for (const body of bodies) expect(await body.append(Buffer.alloc(250 * KB))).toBe(true);

    expect(gone).toEqual([0]);
    expect(await bodies[0]?.append(Buffer.alloc(1))).toBe(false);
    expect(await bodies[1]?.append(Buffer.alloc(1))).toBe(true);
  });
});
