import { afterEach, describe, expect, it } from "@jest/globals";
import { GITHUB_LIMITS } from "../../../../demo/github/limits/limits.ts";
import { startGitHub } from "../../../../demo/github/server.ts";
import type { GitHub, GitHubOptions } from "../../../../demo/github/server.ts";

let github: GitHub;
afterEach(async () => {
  github.assertNoViolations();
  await github.close();
});

const start = async (limits?: GitHubOptions["limits"]): Promise<void> => {
  github = await startGitHub(limits && { limits });
};

const ask = async () => await fetch(`${github.url}/api/v3/meta`);

describe("rate limits", () => {
  it("are told with every answer, and don't bind where none are set", async () => {
    await start();

    const answers = [await ask(), await ask()];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.headers.get("x-ratelimit-remaining")).toBe("5000");
  });

  it("refuse what is past the hour's share until the hour is over", async () => {
    await start({ requestsPerHour: 2 });

    const statuses = [(await ask()).status, (await ask()).status];
    const refused = await ask();
    github.world.clock.advance(3_600_000);

    expect(statuses).toEqual([200, 200]);
    expect(refused.status).toBe(403);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await ask()).status).toBe(200);
  });

  it("refuse what comes too fast, with a hint how long to wait", async () => {
    await start({ ...GITHUB_LIMITS, pointsPerMinute: 3 });

    for (let turn = 0; turn < 3; turn += 1) await ask();
    const refused = await ask();
    github.world.clock.advance(61_000);

    expect(refused.status).toBe(403);
    expect(refused.headers.get("retry-after")).toBe("60");
    expect((await ask()).status).toBe(200);
  });
});
