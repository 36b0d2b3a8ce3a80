import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openReviewer, refusal } from "../reviewer.ts";

let scene: Awaited<ReturnType<typeof openReviewer>>;
beforeEach(async () => {
  scene = await openReviewer();
});
afterEach(() => scene.close());

describe("people who settle things", () => {
  it("do so only with the rights", async () => {
    const { ada, eve, app, repository, world } = scene;
    const [installation] = [...world.installations.values()];
    if (!installation) throw new Error("one was made");

    expect(() => eve.renames(repository, "mine")).toThrow("permission");
    expect(() => eve.transfers(repository, "eve")).toThrow("permission");
    expect(() => eve.setsRole(repository, "eve", "admin")).toThrow("permission");
    expect(() => eve.installs(app, { repositories: [repository] })).toThrow("permission");
    expect(() => eve.uninstalls(installation)).toThrow("permission");
    await ada.creates({ name: "till" });
    expect(() => ada.renames(repository, "till")).toThrow("Validation Failed");
  });

  it("rename and transfer, and the old name leads on", async () => {
    const { ada, repository, octokit, of } = scene;
    const other = { owner: "ada", repo: "store" };

    ada.renames(repository, "store");
    const { data: renamed } = await octokit.rest.repos.get(of);
    ada.transfers(repository, "eve");

    expect(renamed.full_name).toBe("ada/store");
    expect((await octokit.rest.repos.get(other)).data.full_name).toBe("eve/store");
    // It belongs to somebody now who has not installed the App.
    const write = octokit.rest.issues.createLabel({ owner: "eve", repo: "store", name: "x" });
    expect(await refusal(write)).toMatchObject({ status: 403 });
  });

  it("install, narrow, suspend and uninstall an App, each with its event", async () => {
    const { ada, eve, github } = scene;
    const { app } = github.createApp({
      name: "Second",
      permissions: { checks: "write" },
      events: [],
      webhookUrl: "http://127.0.0.1:1/",
      webhookSecret: "a secret for this test alone",
    });
    const [one, two] = [await eve.creates({ name: "one" }), await eve.creates({ name: "two" })];

    const installation = eve.installs(app, { repositories: [one] });
    eve.addsToInstallation(installation, two);
    eve.removesFromInstallation(installation, one);
    app.permissions = { ...app.permissions, contents: "write" };
    eve.acceptsPermissions(installation);
    eve.suspends(installation);
    eve.unsuspends(installation);
    eve.uninstalls(installation);
    await github.settled();

    const told = github.webhooks.deliveries().map(({ event, action }) => `${event}.${action}`);
    expect(told.toSorted()).toEqual([
      "installation.created",
      "installation.deleted",
      "installation.new_permissions_accepted",
      "installation.suspend",
      "installation.unsuspend",
      "installation_repositories.added",
      "installation_repositories.removed",
    ]);
    expect(() => ada.addsToInstallation(installation, one)).toThrow("permission");
  });

  it("give roles that count at once", async () => {
    const { ada, eve, repository } = scene;

    ada.setsRole(repository, "eve", "write");
    await eve.pushes(repository, { branch: "e", files: { e: "e" } });
    ada.setsRole(repository, "eve", undefined);

    await expect(eve.pushes(repository, { branch: "e", files: { e: "f" } })).rejects.toMatchObject({ status: 403 });
    ada.protects(repository, { pullRequestRequired: true });
    await expect(ada.pushes(repository, { branch: "main", files: { a: "a" } })).rejects.toThrow("pull request");
  });
});
