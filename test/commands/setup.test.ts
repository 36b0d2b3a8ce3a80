import { existsSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, afterEach, describe, expect, it } from "@jest/globals";
import { startGitHub, type GitHub } from "../../demo/github/server.ts";
import { readAppConfig } from "../../src/app-config.ts";
import { readAppManifest } from "../../src/adapters/host/app-manifest.ts";
import { openGitHubApp } from "../../src/adapters/host/github-app.ts";
import { writeSettingsFile } from "../../src/adapters/host/settings-file.ts";
import { packagePath } from "../../src/package.ts";
import { removeTemporaryFolders, temporaryFolder } from "../adapters/host/temporary-repository.ts";
import { reflexgen, type Run } from "../cli/run.ts";
import { readSetupPage, registerApp } from "./register-app.ts";

afterAll(removeTemporaryFolders);

const opened: GitHub[] = [];
afterEach(async () => {
  for (const github of opened.splice(0)) {
    await github.close();
    github.assertNoViolations();
  }
});

/** `reflexgen setup` of the real command line, in an empty folder, once it shows its page; on a GitHub of its own. */
async function startSetup(...words: string[]) {
  const github = await startGitHub();
  opened.push(github);
  github.organization("acme");
  const folder = temporaryFolder();
  const page = Promise.withResolvers<string>();
  let interrupt = (): void => {};
  const ended: Promise<Run> = reflexgen(["setup", "--no-open", "--github", github.url, ...words], {
    folder,
    meet: (child) => {
      interrupt = () => void child.kill("SIGINT");
      child.stdout?.on("data", (text: string) => {
        const [url] = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(text) ?? [];
        if (url) page.resolve(url);
      });
    },
  });
  void ended.then((run) => page.reject(new Error(`no page: ${run.stderr}`)));
  return { github, folder, ended, url: await page.promise, interrupt: () => interrupt() };
}

const appsOf = ({ world }: GitHub) => [...world.apps.values()];

/** A request with any Host, which `fetch` refuses to send. */
function askAs(host: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

describe("reflexgen setup", () => {
  it("replaces nothing: a file that is there is refused before any page opens, a dangling link too", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, ".env"), "APP_ID=1\n");
    symlinkSync(join(folder, "nowhere"), join(folder, "link"));

    const runs = await Promise.all([
      reflexgen(["setup", "--no-open"], { folder }),
      reflexgen(["setup", "--no-open", "--output", "link"], { folder }),
    ]);

    expect(runs).toEqual([
      expect.objectContaining({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(/^reflexgen: \.env is there already;/),
      }),
      expect.objectContaining({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(/^reflexgen: link is there already;/),
      }),
    ]);
    expect(readFileSync(join(folder, ".env"), "utf8")).toBe("APP_ID=1\n");
  });

  it("asks GitHub for no key that could not be kept: a folder that is not there is refused before any page opens", async () => {
    const run = await reflexgen(["setup", "--no-open", "--output", "none/.env"], { folder: temporaryFolder() });

    expect(run).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/none\/\.env can't be written/) });
  });

  it("says what to do when the key arrived and can't be kept", async () => {
    const { folder, ended, url } = await startSetup();
    rmSync(folder, { recursive: true });

    const page = await registerApp(url);
    const run = await ended;

    const advice = /reflexgen-\w+ is registered, but its settings can(?:'|&#39;)t be written \(ENOENT\): delete it/;
    expect(await page.text()).toMatch(advice);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(advice) });
  });

  it("refuses words that no GitHub would take, by their option", async () => {
    const folder = temporaryFolder();
    const wrong = [
      ["--github", "http://github.example.com"],
      ["--github", "https://github.example.com/acme"],
      ["--organization", "../settings"],
      ["--webhook-url", "ftp://reviewer.example.com"],
      ["--name", "a name of more than thirty-four characters"],
    ];

    const runs = await Promise.all(wrong.map((words) => reflexgen(["setup", "--no-open", ...words], { folder })));

    expect(runs.map(({ code, stderr }) => [code, /^reflexgen: (--[\w-]+) /.exec(stderr)?.[1]])).toEqual(
      wrong.map(([option]) => [2, option]),
    );
  });

  it.each([
    ["refuses", { kind: "status", status: 404, body: { message: "secret words" } }, "(404)"],
    ["answers a page instead", { kind: "html", status: 201 }, "is the API's address right?"],
    ["breaks off", { kind: "reset" }, "could not be reached"],
    ["leads elsewhere", { kind: "redirect", to: "http://127.0.0.2:9/", status: 307 }, "redirects to another host"],
  ] as const)(
    "says that the key did not arrive when GitHub %s, in our words, and writes nothing",
    async (_, fault, words) => {
      const { github, folder, ended, url } = await startSetup();
      github.faults.order({ on: "apps/create-from-manifest", fault, times: 1 });

      const page = await registerApp(url);
      const run = await ended;

      expect(page.status).toBe(502);
      expect((await page.text()).replaceAll("&#39;", "'")).toContain(words);
      expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
      expect(run.stdout + run.stderr).not.toMatch(/secret words|PRIVATE KEY/);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it("registers an App: its settings are in a file of its owner, and nowhere else", async () => {
    const { github, folder, ended, url } = await startSetup(
      "--organization=acme",
      "--webhook-url=https://reviewer.example.com",
    );

    const page = await registerApp(url);
    const run = await ended;

    const text = readFileSync(join(folder, ".env"), "utf8");
    const settings = parseEnv(text);
    const [app] = appsOf(github);
    expect(app).toMatchObject({
      name: "reflexgen-acme",
      ownerId: github.organization("acme").id,
      permissions: (await readAppManifest(packagePath("app.yml"))).default_permissions,
      webhook: { url: "https://reviewer.example.com/api/github/webhooks", active: true },
    });
    expect(settings).toEqual({
      APP_ID: String(app?.id),
      PRIVATE_KEY: expect.any(String),
      WEBHOOK_SECRET: app?.webhook.secret,
      REFLEXGEN_MARK_SECRET: expect.stringMatching(/^[\da-f]{64}$/),
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: "http",
      GITHUB_API_URL: `${github.url}/api/v3`,
    });
    expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
    expect(text.split("\n").every((line) => /^(#.*|\w+=[\w.:/+=-]*|)$/.test(line))).toBe(true);

    const shown = await page.text();
    const install = `${github.url}/apps/reflexgen-acme/installations/new`;
    expect(shown).toContain("reflexgen-acme is registered");
    expect(shown).toContain(install);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain(`Install it: ${install}`);
    const secrets = [settings["WEBHOOK_SECRET"], settings["PRIVATE_KEY"], settings["REFLEXGEN_MARK_SECRET"]];
    for (const secret of [...secrets, "PRIVATE KEY-----"])
      expect(run.stdout + run.stderr + shown).not.toContain(secret);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  it("writes settings with which the App can speak to its GitHub at once", async () => {
    const { github, folder, ended, url } = await startSetup();

    await registerApp(url);
    await ended;

    const [app] = appsOf(github);
    if (app) github.install(app, "acme");
    const config = readAppConfig(parseEnv(readFileSync(join(folder, ".env"), "utf8")));
    const host = openGitHubApp({ ...config, onAnswer: () => {}, log: () => {} });
    expect(await host.installations()).toEqual([...github.world.installations.keys()]);
  });

  it("asks for no more than the chosen form, and polls where no address is given", async () => {
    const { github, folder, ended, url } = await startSetup("--apply", "--output", "app.env");

    await registerApp(url);
    await ended;

    expect(appsOf(github)).toEqual([
      expect.objectContaining({
        name: expect.stringMatching(/^reflexgen-[\da-f]{6}$/),
        permissions: (await readAppManifest(packagePath("app-apply.yml"))).default_permissions,
        // Active, or GitHub would keep no deliveries to poll; at an address that can't exist, so that nobody gets them.
        webhook: { url: "https://reflexgen.invalid/poll", secret: expect.any(String), active: true },
      }),
    ]);
    expect(readAppConfig(parseEnv(readFileSync(join(folder, "app.env"), "utf8")))).toMatchObject({ pollMs: 30_000 });
    expect(existsSync(join(folder, ".env"))).toBe(false);
  });

  it("replaces a file with --force, and leaves no other behind", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "app.env"), "APP_ID=1\n", { mode: 0o644 });
    const { ended, url } = await startSetup("--force", "--output", join(folder, "app.env"));

    await registerApp(url);
    const run = await ended;

    expect(run.code).toBe(0);
    expect(parseEnv(readFileSync(join(folder, "app.env"), "utf8"))).toHaveProperty("PRIVATE_KEY");
    expect(statSync(join(folder, "app.env")).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["app.env"]);
  });

  it("lets nobody else take part: other hosts, paths, methods, states and a second answer are refused, and the right one still counts", async () => {
    const { github, ended, url, folder } = await startSetup();
    const { origin, host, port } = new URL(url);
    const { state } = await readSetupPage(url);
    const statusOf = async (at: string, init?: RequestInit) => (await fetch(at, init)).status;

    const refused = await Promise.all([
      askAs("evil.example.com", url),
      askAs(`localhost:${port}`, url),
      askAs(`${host}.evil.example.com`, url),
      statusOf(origin),
      statusOf(`${origin}/registered?code=c&state=${state}`),
      statusOf(url, { method: "POST" }),
      statusOf(`${url}/registered?code=c`),
      statusOf(`${url}/registered?code=c&state=${state}x`),
      statusOf(`${url}/registered?code=${encodeURIComponent("../../../user")}&state=${state}`),
    ]);
    const [first, second] = await Promise.all([registerApp(url), registerApp(url)]);

    expect(refused).toEqual([421, 421, 421, 404, 404, 405, 400, 400, 400]);
    expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([200, 410]);
    expect((await ended).code).toBe(0);
    expect(appsOf(github)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([".env"]);
  });

  it("shows a page that runs nothing, can't be framed, and sends its form to GitHub only", async () => {
    const { github, ended, url, interrupt } = await startSetup();

    const page = await fetch(url);
    const html = await page.text();
    interrupt();

    const policy = page.headers.get("content-security-policy") ?? "";
    const [nonce] = /(?<=style-src 'nonce-)[\w-]+/.exec(policy) ?? [];
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      `form-action 'self' ${github.url} https:`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
    expect(html).toContain(`<style nonce="${nonce}">`);
    expect(html).not.toMatch(/<script|\son\w+=|javascript:|style="/i);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.headers.get("access-control-allow-origin")).toBeNull();
    await ended;
  });

  it("stops at Ctrl-C with nothing written", async () => {
    const { folder, ended, interrupt } = await startSetup();

    interrupt();
    const run = await ended;

    expect(run).toMatchObject({ code: 130, stderr: "reflexgen: stopped\n" });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the file of settings", () => {
  it("is written beside one that appeared meanwhile: a key is handed out once and must not be lost", async () => {
    const path = join(temporaryFolder(), ".env");
    writeFileSync(path, "someone's\n");

    const written = await writeSettingsFile(path, "APP_ID=1\n", { replace: false });

    expect(written).toMatch(/\.env\.[\da-f]{6}$/);
    expect(readFileSync(path, "utf8")).toBe("someone's\n");
    expect(readFileSync(written, "utf8")).toBe("APP_ID=1\n");
  });
});
