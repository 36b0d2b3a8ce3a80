import { createPrivateKey } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, afterEach, describe, expect, it } from "@jest/globals";
import { readAppConfig } from "../../src/app-config.ts";
import { writeSettingsFile } from "../../src/adapters/host/settings-file.ts";
import { removeTemporaryFolders, temporaryFolder } from "../adapters/host/temporary-repository.ts";
import { reflexgen, type Run } from "../cli/run.ts";
import { readForm, startAppPages, type AppPages } from "./app-pages.ts";

afterAll(removeTemporaryFolders);

const opened: AppPages[] = [];
afterEach(async () => {
  for (const pages of opened.splice(0)) await pages.close();
});

/** `reflexgen setup` of the real command line, in an empty folder, once it shows its page. */
async function startSetup(words: readonly string[] = [], options: { conversionStatus?: number } = {}) {
  const github = await startAppPages(options);
  opened.push(github);
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

/** What a browser does: shows the page, sends its form to GitHub, and follows GitHub's answer. */
async function register(url: string): Promise<Response> {
  const { action, manifest } = readForm(await (await fetch(url)).text());
  const answer = await fetch(action, { method: "POST", body: new URLSearchParams({ manifest }), redirect: "manual" });
  return fetch(answer.headers.get("location") ?? "");
}

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

    const page = await register(url);
    const run = await ended;

    const advice = /reflexgen-acme is registered, but its settings can(?:'|&#39;)t be written \(ENOENT\): delete it/;
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

  it("says that the key did not arrive, without GitHub's words, and writes nothing", async () => {
    const { github, folder, ended, url } = await startSetup([], { conversionStatus: 404 });

    const page = await register(url);
    const run = await ended;

    expect(page.status).toBe(502);
    expect(await page.text()).toContain("GitHub did not hand out the App&#39;s key (404)");
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^reflexgen: GitHub did not hand out the App's key \(404\)/),
    });
    expect(run.stdout + run.stderr).not.toContain(github.webhookSecret);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("registers an App: its settings are in a file of its owner, and nowhere else", async () => {
    const { github, folder, ended, url } = await startSetup([
      "--organization",
      "acme",
      "--webhook-url",
      "https://reviewer.example.com",
    ]);

    const page = await register(url);
    const run = await ended;

    const text = readFileSync(join(folder, ".env"), "utf8");
    const settings = parseEnv(text);
    expect(settings).toEqual({
      APP_ID: "4711",
      PRIVATE_KEY: expect.any(String),
      WEBHOOK_SECRET: github.webhookSecret,
      REFLEXGEN_MARK_SECRET: expect.stringMatching(/^[\da-f]{64}$/),
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: "http",
      GITHUB_API_URL: `${github.url}/api/v3`,
    });
    const privateKey = Buffer.from(settings["PRIVATE_KEY"] ?? "", "base64").toString("utf8");
    expect(privateKey).toBe(github.privateKey);
    expect(createPrivateKey(privateKey).asymmetricKeyType).toBe("rsa");
    expect(readAppConfig(settings)).toMatchObject({
      appId: 4711,
      webhookSecrets: [github.webhookSecret],
      apiUrl: `${github.url}/api/v3`,
      pollMs: undefined,
    });
    expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
    expect(text.split("\n").every((line) => /^(#.*|\w+=[\w.:/+=-]*|)$/.test(line))).toBe(true);

    expect(github.submitted).toEqual([
      {
        path: "/organizations/acme/settings/apps/new",
        state: expect.stringMatching(/^[\w-]{43}$/),
        manifest: expect.objectContaining({
          name: "reflexgen-acme",
          hook_attributes: { url: "https://reviewer.example.com/api/github/webhooks", active: true },
          redirect_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/registered$/),
          default_permissions: expect.objectContaining({ contents: "read" }),
        }),
      },
    ]);
    const shown = await page.text();
    expect(shown).toContain("reflexgen-acme is registered");
    expect(shown).toContain(`${github.url}/apps/reflexgen-acme/installations/new`);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain(`Install it: ${github.url}/apps/reflexgen-acme/installations/new`);
    for (const secret of [
      github.webhookSecret,
      settings["PRIVATE_KEY"],
      settings["REFLEXGEN_MARK_SECRET"],
      "PRIVATE KEY-----",
    ])
      expect(run.stdout + run.stderr + shown).not.toContain(secret);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  it("asks for no more than the chosen form, and polls where no address is given", async () => {
    const { github, folder, ended, url } = await startSetup(["--apply", "--output", "app.env"]);

    await register(url);
    await ended;

    expect(github.submitted).toEqual([
      expect.objectContaining({
        path: "/settings/apps/new",
        manifest: expect.objectContaining({
          name: expect.stringMatching(/^reflexgen-[\da-f]{6}$/),
          // Active, or GitHub would keep no deliveries to poll; at an address that can't exist, so that nobody gets them.
          hook_attributes: { url: "https://reflexgen.invalid/poll", active: true },
          default_permissions: expect.objectContaining({ contents: "write" }),
        }),
      }),
    ]);
    expect(readAppConfig(parseEnv(readFileSync(join(folder, "app.env"), "utf8")))).toMatchObject({ pollMs: 30_000 });
    expect(existsSync(join(folder, ".env"))).toBe(false);
  });

  it("replaces a file with --force, and leaves no other behind", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "app.env"), "APP_ID=1\n", { mode: 0o644 });
    const { ended, url } = await startSetup(["--force", "--output", join(folder, "app.env")]);

    await register(url);
    const run = await ended;

    expect(run.code).toBe(0);
    expect(parseEnv(readFileSync(join(folder, "app.env"), "utf8"))).toMatchObject({ APP_ID: "4711" });
    expect(statSync(join(folder, "app.env")).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["app.env"]);
  });

  it("lets nobody else take part: other hosts, paths, methods, states and a second answer are refused, and the right one still counts", async () => {
    const { github, ended, url, folder } = await startSetup();
    const { origin, host, port } = new URL(url);
    const { state } = Object.fromEntries(new URL(readForm(await (await fetch(url)).text()).action).searchParams);
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
    const [first, second] = await Promise.all([register(url), register(url)]);

    expect(refused).toEqual([421, 421, 421, 404, 404, 405, 400, 400, 400]);
    expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([200, 410]);
    expect((await ended).code).toBe(0);
    expect(github.exchanged).toHaveLength(1);
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
