import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { startGitHub } from "../../../../demo/github/server.ts";
import type { GitHub } from "../../../../demo/github/server.ts";
import { octokitOf } from "../set-up.ts";

let github: GitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(async () => {
  github.assertNoViolations();
  await github.close();
});

const MANIFEST = {
  name: "ReflexGen",
  url: "https://example.com",
  redirect_url: "http://127.0.0.1:9/back",
  hook_attributes: { url: "http://127.0.0.1:9/hook" },
  default_events: ["pull_request"],
  default_permissions: { pull_requests: "write" },
};

const submit = async (step: "new" | "manifest", manifest: object) =>
  await fetch(`${github.url}/settings/apps/${step}?state=abc`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ manifest: JSON.stringify(manifest), name: "My <App>" }),
  });

const exchange = async (code: string) =>
  await fetch(`${github.url}/api/v3/app-manifests/${code}/conversions`, { method: "POST" });

async function codeFor(manifest: object): Promise<string> {
  const answer = await submit("manifest", manifest);
  return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

describe("an App from a manifest", () => {
  it("is confirmed on a page, which leads back with a code and the state", async () => {
    const page = await submit("new", { ...MANIFEST, name: "<b>" });
    const confirmed = await submit("manifest", MANIFEST);

    expect(page.status).toBe(200);
    expect(await page.text()).not.toContain("<b>");
    expect(confirmed.status).toBe(302);
    expect(confirmed.headers.get("location")).toMatch(/^http:\/\/127\.0\.0\.1:9\/back\?code=[0-9a-f]{40}&state=abc$/);
  });

  it("gives its secrets for the code, once", async () => {
    const code = await codeFor(MANIFEST);

    const first = await exchange(code);
    const second = await exchange(code);

    const app = (await first.json()) as { id: number; pem: string };
    expect([first.status, second.status]).toEqual([201, 404]);
    expect(app).toMatchObject({ name: "My <App>", slug: "my-app", permissions: { pull_requests: "write" } });
    const { data } = await octokitOf(github, { appId: app.id, privateKey: app.pem }).rest.apps.getAuthenticated();
    expect(data?.id).toBe(app.id);
  });

  it("does not wait longer than an hour", async () => {
    const code = await codeFor(MANIFEST);

    github.world.clock.advance(3_601_000);

    expect((await exchange(code)).status).toBe(404);
  });

  it.each([
    ["a field that GitHub doesn't know", { ...MANIFEST, colour: "red" }, "colour"],
    ["an event that comes unasked", { ...MANIFEST, default_events: ["installation"] }, "unsupported: installation"],
    ["an event that it may not hear", { ...MANIFEST, default_events: ["push"] }, "not supported by permissions: push"],
  ])("is refused with %s", async (_, manifest, reason) => {
    const answer = await submit("new", manifest);

    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(reason);
  });

  it.each(["app.yml", "app-apply.yml"])("can be the product's own: %s", async (name) => {
    const manifest: object = parse(readFileSync(join(import.meta.dirname, "../../../..", name), "utf8"));

    const answer = await submit("new", manifest);

    expect(await answer.text()).toContain("Create GitHub App");
    expect(answer.status).toBe(200);
  });
});
