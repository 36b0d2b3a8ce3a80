import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { octokitOf, openStory } from "../set-up.ts";
import type { Story } from "../set-up.ts";

const AT = { owner: "acme", repo: "shop" };

let story: Story;
beforeEach(async () => {
  story = await openStory();
});
afterEach(async () => {
  await story.close();
});

describe("the frame", () => {
  it("leads from an old name to the repository's number, and the number to the repository", async () => {
    story.repository.formerNames.push("acme/shop");
    story.repository.name = "store";

    const asked = await fetch(`${story.github.url}/api/v3/repos/acme/shop/pulls?state=all`, {
      redirect: "manual",
      headers: { authorization: `token ${await tokenOf()}` },
    });
    const { data } = await story.octokit.rest.repos.get(AT);

    expect(asked.status).toBe(301);
    expect(asked.headers.get("location")).toBe(
      `${story.github.url}/api/v3/repositories/${story.repository.id}/pulls?state=all`,
    );
    expect(data.full_name).toBe("acme/store");
  });

  it("leads through lists page by page", async () => {
    for (let count = 0; count < 3; count += 1) story.github.install(story.app, `person-${count}`);
    const asApp = octokitOf(story.github, { appId: story.app.id, privateKey: story.privateKey });

    const all = await asApp.paginate(asApp.rest.apps.listInstallations, { per_page: 1 });

    expect(all).toHaveLength(4);
    expect(story.github.ledger.requestsOf("apps/list-installations")).toHaveLength(4);
  });

  it("writes down every request and every write, with who did it", async () => {
    const pull = await pullRequest();
    story.github.ledger.clear();

    const { data } = await story.octokit.rest.pulls.createReview({
      ...AT,
      pull_number: pull,
      event: "COMMENT",
      body: "Hm.",
    });

    expect(story.github.ledger.writesOf("pulls/create-review")).toMatchObject([
      { actor: "reflexgen[bot]", params: { pull_number: String(pull) }, body: { body: "Hm." }, ids: [data.id] },
    ]);
    expect(story.github.ledger.requests.map(({ operation, status }) => [operation, status])).toEqual([
      ["apps/create-installation-access-token", 201],
      ["pulls/create-review", 200],
    ]);
    story.github.assertNoViolations();
  });

  it("takes a request that is no operation for the product's mistake", async () => {
    await expect(story.octokit.request("GET /repos/{owner}/{repo}/colours", AT)).rejects.toMatchObject({ status: 404 });

    expect(story.github.violations).toEqual(["request GET /repos/acme/shop/colours: is no operation of this GitHub"]);
  });

  it("answers bytes that are no JSON with 400", async () => {
    const answer = await fetch(`${story.github.url}/api/v3/repos/acme/shop/check-runs`, {
      method: "POST",
      body: "{",
      headers: { authorization: `token ${await tokenOf()}` },
    });

    expect(answer.status).toBe(400);
  });
});

async function tokenOf(): Promise<string> {
  const { token } = (await story.octokit.auth({ type: "installation" })) as { token: string };
  return token;
}

async function pullRequest(): Promise<number> {
  const ada = story.github.person("ada");
  story.repository.collaborators.set(ada.account.id, "write");
  const files = { "app.py": "def a():\n    return 2\n" };
  return (await ada.opensPullRequest(story.repository, { branch: "x", files, title: "X" })).number;
}
