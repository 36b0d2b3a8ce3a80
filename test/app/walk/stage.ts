import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Files } from "../../../demo/github/git/commit-files.ts";
import type { Person } from "../../../demo/github/people/person.ts";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import { startGitHub, type GitHub, type GitHubOptions } from "../../../demo/github/server.ts";
import type { App, Installation } from "../../../demo/github/world/app.ts";
import type { Repository } from "../../../demo/github/world/repository.ts";
import { openEmbeddedQueue } from "../../../src/adapters/queue/embedded.ts";
import { openLog } from "../../../src/app/log.ts";
import { readAppConfig } from "../../../src/app-config.ts";
import { Job } from "../../../src/core/job.ts";
import { wireApp } from "../../../src/wire-app.ts";

const Manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});
type Permissions = z.infer<typeof Manifest>["default_permissions"];

export type StageOptions = GitHubOptions & {
  /** By default the App may review and apply. */
  manifest?: "app.yml" | "app-apply.yml";
  /** Rights of the manifest that the installations have otherwise; `undefined` takes one away. */
  permissions?: Record<string, "read" | "write" | undefined>;
  /** Settings of the operator. */
  env?: Record<string, string>;
  /** Without it the App runs in this process. */
  start?: StartApp;
};

/** Starts a process of the App. `port` is where GitHub's deliveries go. */
export type StartApp = (settings: Record<string, string>, logged: string[]) => Promise<StartedApp>;
export type StartedApp = { port: number; stop: () => Promise<void> };

/** A repository of an organisation of its own: Ada writes, Bob administers, Eve reads. The pace of writing is each installation's. */
export type Scene = { repository: Repository; installation: Installation; ada: Person; bob: Person; eve: Person };

export type Stage = {
  github: GitHub;
  app: App;
  /** What the App said, line by line. */
  logged: string[];
  /** Where the App keeps its queue, lessons and state. */
  folder: string;
  /** The settings that a process of the App gets. */
  settings: Record<string, string>;
  scene: (options?: { private?: boolean; files?: Files }) => Promise<Scene>;
  /** Resolves when no delivery is under way and no job waits, runs or is parked. */
  quiet: () => Promise<void>;
  counts: () => ReturnType<ReturnType<typeof openEmbeddedQueue>["counts"]>;
  /** Ends the App, as SIGTERM does. GitHub goes on. */
  stops: () => Promise<void>;
  starts: () => Promise<void>;
  /** @throws when anything was against GitHub's contract */
  close: () => Promise<void>;
};

/** What a story waits for takes a hundredth of it; the rest is for machines that are busy with more than this. */
const MOST_QUIET_MS = 100_000;

/** The whole: a strict GitHub, and on it the App as `npm start` wires it. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const github = await startGitHub(options);
  const folder = mkdtempSync(join(tmpdir(), "reflexgen-walk-"));
  const manifest = Manifest.parse(parse(readFileSync(options.manifest ?? "app-apply.yml", "utf8")));
  const permissions = granted(manifest.default_permissions, options.permissions);
  const { app, env } = github.createApp({ name: "ReflexGen", permissions, events: manifest.default_events });
  const settings = { ...env, PORT: "0", HOST: "127.0.0.1", REFLEXGEN_HOME: folder, ...options.env };
  const logged: string[] = [];
  const start = options.start ?? startHere;
  const queue = openEmbeddedQueue({ file: join(folder, "queue.sqlite"), readPayload: (json) => Job.parse(json) });
  let running: StartedApp | undefined;
  let scenes = 0;

  async function stops(): Promise<void> {
    await running?.stop();
    running = undefined;
  }
  async function starts(): Promise<void> {
    running = await start(settings, logged);
    app.webhook.url = `http://127.0.0.1:${running.port}/api/github/webhooks`;
  }
  async function quiet(): Promise<void> {
    const giveUp = performance.now() + MOST_QUIET_MS;
    for (let still = 0; still < 2;) {
      if (performance.now() > giveUp) throw new Error(`it does not come to rest:\n${logged.slice(-20).join("\n")}`);
      const before = github.webhooks.deliveries().length;
      await github.settled();
      const { waiting, delayed, running: atWork } = await queue.counts();
      still = waiting + delayed + atWork === 0 && github.webhooks.deliveries().length === before ? still + 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  await starts();
  return {
    github,
    app,
    logged,
    folder,
    settings,
    quiet,
    counts: () => queue.counts(),
    stops,
    starts,
    async scene({ private: isPrivate = true, files = START } = {}) {
      const owner = `acme-${++scenes}`;
      github.organization(owner);
      const repository = await github.createRepository({ owner, name: "shop", private: isPrivate, files });
      const [ada, bob, eve] = [github.person("ada"), github.person("bob"), github.person("eve")];
      repository.collaborators.set(ada.account.id, "write");
      repository.collaborators.set(bob.account.id, "admin");
      repository.collaborators.set(eve.account.id, "read");
      return { repository, installation: github.install(app, owner), ada, bob, eve };
    },
    async close() {
      await stops();
      await queue.close();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
      github.assertNoViolations();
    },
  };
}

function granted(manifest: Permissions, other: StageOptions["permissions"] = {}): Permissions {
  const all = Object.entries({ ...manifest, ...other });
  return Object.fromEntries(all.flatMap(([name, access]) => (access === undefined ? [] : [[name, access]])));
}

async function startHere(settings: Record<string, string>, logged: string[]): Promise<StartedApp> {
  const running = await wireApp(
    { ...readAppConfig(settings), queueTimes: { retryMs: () => 200 } },
    openLog((line) => logged.push(line)),
  );
  return { port: running.port, stop: () => running.stop(2000) };
}

/** What stands on the default branch before a story begins. */
export const START: Files = { "app.py": "import sqlite3\n\n\ndef a():\n    return 1\n" };

/** Two weaknesses, each of which a rule can repair: lines 11 and 15. */
export const WEAK = `import sqlite3
import subprocess


def a():
    return 1


def find(request, db):
    name = request.args["name"]
    return db.execute("SELECT * FROM users WHERE name = '%s'" % name)


def ping(host):
    subprocess.run("ping -c 1 " + host, shell=True)
`;

/** The same with both repaired. */
export const REPAIRED = WEAK.replace(
  `"SELECT * FROM users WHERE name = '%s'" % name`,
  `"SELECT * FROM users WHERE name = ?", (name,)`,
).replace(`"ping -c 1 " + host, shell=True`, `["ping", "-c", "1", host]`);

/** Nothing to say about it. */
export const CLEAN = "import sqlite3\n\n\ndef a():\n    return 2\n";

/** A statement built from a value that is set far above it, so that no diff of the one shows the other. */
export const far = (value: string) => `import sqlite3


def find(request, db):
    name = ${value}
${Array.from({ length: 12 }, (_, at) => `    step_${at} = ${at}\n`).join("")}    return db.execute("SELECT * FROM users WHERE name = '%s'" % name)
`;

/** Opens a pull request of Ada's that changes these files, and waits until it was looked at. */
export async function opened(
  stage: Stage,
  { repository, ada }: Scene,
  files: Files = { "app.py": WEAK },
): Promise<Pull> {
  const pull = await ada.opensPullRequest(repository, { branch: "feature", title: "Add search", body: "", files });
  await stage.quiet();
  return pull;
}

/** A file as it stands at a commit; empty where it is not. */
export async function textAt({ git }: Repository, sha: string, path = "app.py"): Promise<string> {
  return (await git.objects.read(`${sha}:${path}`))?.bytes.toString("utf8") ?? "";
}
