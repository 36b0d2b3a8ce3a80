import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { CheckRun } from "../github/checks/check-run.ts";
import { startGitHub, type GitHub } from "../github/server.ts";
import type { Person } from "../github/people/person.ts";
import type { Pull } from "../github/pulls/pull.ts";
import type { Repository } from "../github/world/repository.ts";
import { freePort } from "../free-port.ts";
import { startApp, type AppProcess } from "./app-process.ts";
import { sampleFiles } from "./sample.ts";
import { until } from "./until.ts";

/** A strict GitHub with one repository, two people and the App installed; nobody has done anything yet. */
export type Stage = {
  github: GitHub;
  repository: Repository;
  /** Writes. */
  ada: Person;
  /** Maintains. */
  bob: Person;
  /** Starts the App; `home` names the folder of its queue and its knowledge, `settings` come on top of GitHub's. */
  startApp(home: string, settings?: Record<string, string>): Promise<AppProcess>;
  homeFolder(home: string): string;
  /** How long anything may take. */
  patienceMs: number;
  /** The App's check of the pull request's head, when it is done. */
  checked(pull: Pull): Promise<CheckRun>;
  close(): Promise<void>;
};

const Manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

/** `patienceMs`: how long a review may take; a model that thinks takes minutes. */
export async function openStage({ patienceMs = 120_000 }: { patienceMs?: number } = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "reflexgen-demo-"));
  const port = await freePort();
  const github = await startGitHub();
  github.organization("parcelo");
  const repository = await github.createRepository({
    owner: "parcelo",
    name: "parcelo",
    private: true,
    files: sampleFiles("main"),
  });
  const manifest = Manifest.parse(parse(readFileSync(join(import.meta.dirname, "../../app-apply.yml"), "utf8")));
  const { app, env } = github.createApp({
    name: "ReflexGen",
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    webhookUrl: `http://127.0.0.1:${port}/api/github/webhooks`,
  });
  github.install(app, "parcelo");
  const [ada, bob] = [github.person("ada"), github.person("bob")];
  repository.collaborators.set(ada.account.id, "write");
  repository.collaborators.set(bob.account.id, "maintain");
  const homeFolder = (home: string) => join(folder, home);
  let running: AppProcess | undefined;

  return {
    github,
    repository,
    ada,
    bob,
    homeFolder,
    patienceMs,
    async startApp(home, settings = {}) {
      mkdirSync(homeFolder(home), { recursive: true });
      running = await startApp({ ...env, PORT: String(port), REFLEXGEN_HOME: homeFolder(home), ...settings }, folder);
      return running;
    },
    async checked(pull) {
      const run = await until(
        `the check of ${pull.head.sha.slice(0, 7)} ends`,
        () => ada.sees(pull).checks.find(({ status }) => status === "completed"),
        patienceMs,
      );
      // The check comes last; what else was written has been delivered by then.
      await github.settled();
      return run;
    },
    async close() {
      await running?.stop();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
