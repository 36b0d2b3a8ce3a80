import { afterEach, describe, expect, it } from "@jest/globals";
import { needsOf } from "../../../../demo/github/rights/needs.ts";
import { octokitOf, openStory } from "../set-up.ts";
import type { Story } from "../set-up.ts";

const AT = { owner: "acme", repo: "shop" };

const refusalOf = async (asked: Promise<unknown>) =>
  await asked.then(
    () => undefined,
    ({ status, response }) => ({
      status,
      message: response.data.message,
      accepted: response.headers["x-accepted-github-permissions"],
    }),
  );

describe("the table of permissions", () => {
  it("is GitHub's, and any of several permissions is enough", () => {
    expect(needsOf({ method: "POST", path: "/repos/{owner}/{repo}/pulls/{pull_number}/reviews" })).toEqual({
      kind: "any",
      of: [{ name: "pull_requests", access: "write" }],
    });
    expect(needsOf({ method: "POST", path: "/repos/{owner}/{repo}/issues/{issue_number}/comments" })).toMatchObject({
      of: [
        { name: "issues", access: "write" },
        { name: "pull_requests", access: "write" },
      ],
    });
  });
});

describe("rights", () => {
  let story: Story;
  afterEach(async () => {
    story.github.assertNoViolations();
    await story.close();
  });

  it("refuse an App what it was not given, and say what would have been enough", async () => {
    story = await openStory({ permissions: { contents: "read" } });

    const refusal = await refusalOf(
      story.octokit.rest.checks.create({ ...AT, name: "x", head_sha: "0".repeat(40), status: "queued" }),
    );

    expect(refusal).toEqual({
      status: 403,
      message: "Resource not accessible by integration",
      accepted: "checks=write",
    });
    expect(story.github.ledger.writesOf("checks/create")).toEqual([]);
  });

  it("narrow a token to the permissions and repositories that were asked for", async () => {
    story = await openStory();
    const other = await story.github.createRepository({ owner: "acme", name: "other", private: true });
    const asApp = octokitOf(story.github, { appId: story.app.id, privateKey: story.privateKey });
    const { data } = await asApp.rest.apps.createInstallationAccessToken({
      installation_id: story.installation.id,
      repositories: ["shop"],
      permissions: { contents: "read" },
    });
    const narrow = octokitOf(story.github, data.token);

    expect(await refusalOf(narrow.rest.repos.get(AT))).toBeUndefined();
    expect(await refusalOf(narrow.rest.repos.get({ owner: "acme", repo: other.name }))).toMatchObject({ status: 404 });
    expect(await refusalOf(narrow.rest.pulls.list(AT))).toMatchObject({ status: 403, accepted: "pull_requests=read" });
    expect(data.repositories?.map(({ name }) => name)).toEqual(["shop"]);
  });

  it("don't let a token have more than its installation", async () => {
    story = await openStory();
    const asApp = octokitOf(story.github, { appId: story.app.id, privateKey: story.privateKey });
    const ask = (more: object) =>
      refusalOf(asApp.rest.apps.createInstallationAccessToken({ installation_id: story.installation.id, ...more }));

    expect(await ask({ permissions: { contents: "write" } })).toMatchObject({
      status: 422,
      message: "The permissions requested are not granted to this installation.",
    });
    expect(await ask({ repositories: ["elsewhere"] })).toMatchObject({ status: 422 });
  });

  it("end with the token, the suspension and the hour", async () => {
    story = await openStory();
    const asApp = octokitOf(story.github, { appId: story.app.id, privateKey: story.privateKey });
    const token = async () =>
      (await asApp.rest.apps.createInstallationAccessToken({ installation_id: story.installation.id })).data.token;
    const read = async (secret: string) => await refusalOf(octokitOf(story.github, secret).rest.repos.get(AT));

    const revoked = await token();
    await octokitOf(story.github, revoked).rest.apps.revokeInstallationAccessToken();
    expect(await read(revoked)).toMatchObject({ status: 401, message: "Bad credentials" });

    const old = await token();
    story.github.world.clock.advance(3_601_000);
    expect(await read(old)).toMatchObject({ status: 401 });
    story.github.world.clock.advance(-3_601_000);

    const current = await token();
    story.installation.suspendedAt = "2026-01-01T00:00:00Z";
    expect(await read(current)).toMatchObject({ status: 403, message: "This installation has been suspended" });
    expect(await refusalOf(token())).toMatchObject({ status: 403 });
  });

  it("refuse a JWT of another key, of another time, and one where a token is due", async () => {
    story = await openStory();
    const stranger = story.github.createApp({ name: "Stranger", permissions: {}, events: [] });
    const forged = octokitOf(story.github, { appId: story.app.id, privateKey: stranger.privateKey });
    expect(await refusalOf(forged.rest.apps.getAuthenticated())).toMatchObject({
      status: 401,
      message: "A JSON web token could not be decoded",
    });

    const asApp = octokitOf(story.github, { appId: story.app.id, privateKey: story.privateKey });
    const jwt = await asApp.auth({ type: "app" });
    const { token } = jwt as { token: string };
    expect(await refusalOf(octokitOf(story.github, token).rest.repos.get(AT))).toMatchObject({ status: 403 });
    story.github.world.clock.advance(700_000);
    expect(await refusalOf(octokitOf(story.github, token).rest.apps.getAuthenticated())).toMatchObject({ status: 401 });
  });

  it("hold people to their role", async () => {
    story = await openStory({ private: false });
    const { github, repository } = story;
    const reader = octokitOf(github, github.tokenOf("eve"));
    const merge = { ...AT, pull_number: 1 };

    expect(await refusalOf(reader.rest.repos.get(AT))).toBeUndefined();
    expect(await refusalOf(reader.rest.pulls.merge(merge))).toMatchObject({ status: 403 });
    expect(await refusalOf(octokitOf(github).rest.pulls.merge(merge))).toMatchObject({
      status: 401,
    });
    repository.private = true;
    expect(await refusalOf(reader.rest.repos.get(AT))).toMatchObject({ status: 404 });
  });
});
