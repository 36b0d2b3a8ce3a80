import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { guard } from "../../../src/adapters/host/github-gate.ts";
import { openOctokit } from "../../../src/adapters/host/octokit.ts";
import { openPacer } from "../../../src/adapters/host/pacer.ts";
import { RetryLaterError } from "../../../src/core/errors.ts";

type Refusal = { status: 403 | 429; headers: Record<string, string>; quietMs: number };

const refusals: fc.Arbitrary<Refusal | undefined> = fc.option(
  fc
    .record({
      status: fc.constantFrom(403 as const, 429 as const),
      seconds: fc.option(fc.integer({ min: 1, max: 900 })),
    })
    .map(({ status, seconds }) => ({
      status,
      headers: seconds === null ? {} : { "retry-after": String(seconds) },
      quietMs: (seconds ?? 60) * 1000,
    })),
  { nil: undefined, freq: 3 },
);

describe("the gate before GitHub", () => {
  it("lets nothing out while GitHub wants quiet, and nothing is lost", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(refusals, { minLength: 1, maxLength: 12 }), async (answers) => {
        let nowMs = 1_700_000_000_000;
        let quietUntil = 0;
        let early = 0;
        let done = 0;
        const queue = [...answers];
        const now = () => nowMs;
        const sleep = async (ms: number) => void (nowMs += ms);
        const octokit = guard(
          openOctokit({
            fetch: async () => {
              if (nowMs < quietUntil) early++;
              const refusal = queue.shift();
              const [status, headers] = [refusal?.status ?? 200, refusal?.headers ?? {}];
              if (refusal) quietUntil = nowMs + refusal.quietMs;
              const body = { message: refusal ? "You have exceeded a secondary rate limit" : "ok" };
              return Response.json(body, { status, headers });
            },
          }),
          { pacer: openPacer({ now, sleep }), now },
        );

        for (const _ of answers)
          for (let tries = 0; tries < 100; tries++) {
            try {
              await octokit.request("GET /meta");
              done++;
              break;
            } catch (error) {
              if (!(error instanceof RetryLaterError)) throw error;
              nowMs += error.delayMs;
            }
          }

        expect({ early, done }).toEqual({ early: 0, done: answers.length });
      }),
      { numRuns: 100 },
    );
  });

  it("counts each answer by its route, never by its address", async () => {
    const counted: unknown[] = [];
    const octokit = guard(openOctokit({ fetch: async () => Response.json({ message: "no" }, { status: 404 }) }), {
      pacer: openPacer(),
      now: () => 0,
      onAnswer: (answered) => counted.push(answered),
    });

    await octokit.rest.pulls.get({ owner: "octo", repo: "secret", pull_number: 1 }).catch(() => {});

    expect(counted).toEqual([
      { method: "GET", route: "/repos/{owner}/{repo}/pulls/{pull_number}", status: 404, durationMs: 0 },
    ]);
  });
});
