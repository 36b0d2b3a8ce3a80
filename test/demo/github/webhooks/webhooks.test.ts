import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { octokitOf, openStory } from "../set-up.ts";
import type { Story } from "../set-up.ts";

let story: Story;
beforeEach(async () => {
  story = await openStory();
});
afterEach(async () => {
  story.github.assertNoViolations();
  await story.close();
});

async function opens(branch: string) {
  const { github, repository } = story;
  repository.collaborators.set(github.person("ada").account.id, "write");
  const files = { "app.py": `def a():\n    return "${branch}"\n` };
  return await github.person("ada").opensPullRequest(repository, { branch, files, title: branch });
}

const events = (): string[] => story.receiver.received.map(({ headers }) => String(headers["x-github-event"]));

describe("webhooks", () => {
  it("arrive signed, with GitHub's headers, at the App that listens", async () => {
    await opens("x");
    await story.github.settled();

    const pull = story.receiver.received.find(({ headers }) => headers["x-github-event"] === "pull_request");
    const hmac = createHmac("sha256", story.app.webhook.secret)
      .update(pull?.text ?? "")
      .digest("hex");
    expect(pull?.headers).toMatchObject({
      "x-hub-signature-256": `sha256=${hmac}`,
      "x-github-hook-installation-target-type": "integration",
    });
    expect(JSON.parse(pull?.text ?? "")).toMatchObject({
      action: "opened",
      installation: { id: story.installation.id },
      repository: { full_name: "acme/shop" },
      sender: { login: "ada" },
    });
  });

  it("are recorded as failed and not tried again when the App is down", async () => {
    story.receiver.status = 500;

    await opens("x");
    await story.github.settled();

    const before = story.receiver.received.length;
    expect(story.github.webhooks.deliveries().map(({ status }) => status)).toContain("Invalid HTTP Response: 500");
    expect(new Set(story.receiver.received.map(({ headers }) => headers["x-github-delivery"])).size).toBe(before);
  });

  it("are listed and redelivered with the same guid through the API", async () => {
    story.receiver.status = 500;
    await opens("x");
    await story.github.settled();
    story.receiver.status = 200;
    const octokit = octokitOf(story.github, { appId: story.app.id, privateKey: story.privateKey });

    const { data: first } = await octokit.rest.apps.listWebhookDeliveries({ per_page: 1 });
    const all = await octokit.paginate(octokit.rest.apps.listWebhookDeliveries, { per_page: 1 });
    const failed = all.find(({ event }) => event === "pull_request");
    await octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: Number(failed?.id) });
    await story.github.settled();
    const { data: again } = await octokit.rest.apps.listWebhookDeliveries({ per_page: 1 });

    expect(first).toHaveLength(1);
    expect(all.length).toBeGreaterThan(1);
    expect(again[0]).toMatchObject({ guid: failed?.guid, redelivery: true, status_code: 200 });
    const { data: whole } = await octokit.rest.apps.getWebhookDelivery({ delivery_id: Number(failed?.id) });
    expect(whole.request.payload).toMatchObject({ action: "opened" });
  });

  it("can be held, put in another order, dropped and repeated", async () => {
    story.github.webhooks.hold();
    await opens("x");
    await story.github.settled();
    const whileHeld = events().length;
    story.github.webhooks.onDelivery(({ event }) => (event === "push" ? { drop: true } : { copies: 2 }));
    story.github.webhooks.release((waiting) => waiting.filter(({ event }) => event !== "check_suite").toReversed());
    await story.github.settled();

    expect(whileHeld).toBe(0);
    expect(events()).toEqual(["pull_request", "pull_request"]);
    const [one, other] = story.receiver.received;
    expect(one?.headers["x-github-delivery"]).toBe(other?.headers["x-github-delivery"]);
  });

  it("do not reach a suspended installation, and what it missed is not sent later", async () => {
    story.installation.suspendedAt = "2026-01-01T00:00:00Z";

    await opens("x");
    await story.github.settled();

    expect(events()).toEqual([]);
  });

  it("are forgotten after three days", async () => {
    await opens("x");
    await story.github.settled();

    story.github.world.clock.advance(4 * 24 * 3600 * 1000);

    expect(story.github.webhooks.deliveries()).toEqual([]);
  });
});
