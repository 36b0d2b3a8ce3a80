import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { startGitHub, type GitHub } from "../../demo/github/server.ts";
import type { Files } from "../../demo/github/git/commit-files.ts";
import type { Repository } from "../../demo/github/world/repository.ts";
import type { App } from "../../demo/github/world/app.ts";
import { packagePath } from "../../src/package.ts";
import { withScratch } from "../scratch.ts";
import { startApp, type AppProcess } from "./app-process.ts";

/** A strict GitHub in this process, without limits of requests, and an App that is registered there. */
export type Stage = {
  github: GitHub;
  registered: App;
  /** For whatever is made; gone at the end. */
  scratch: string;
  /** Starts a process of the App; GitHub's deliveries go to it from now on. */
  start: (settings?: Record<string, string>) => Promise<AppProcess>;
  /** A private repository of an organisation of its own: the pace of writing is each installation's. */
  newRepository: (files: Files) => Promise<Repository>;
};

const Manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

export const AUTHOR = "ada";

export function withStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  return withScratch(async (scratch) => {
    const github = await startGitHub();
    const running = new Set<AppProcess>();
    let organizations = 0;
    try {
      const manifest = Manifest.parse(parse(readFileSync(packagePath("app-apply.yml"), "utf8")));
      const { app, env } = github.createApp({
        name: "ReflexGen",
        permissions: manifest.default_permissions,
        events: manifest.default_events,
      });
      return await work({
        github,
        registered: app,
        scratch,
        async start(settings = {}) {
          const home = { REFLEXGEN_HOME: join(scratch, "home") };
          const started = await startApp({ ...env, ...home, ...settings }, join(scratch, "app.log"));
          const end = started.end;
          const process: AppProcess = {
            ...started,
            async end(signal) {
              running.delete(process);
              await end(signal);
            },
          };
          running.add(process);
          app.webhook.url = process.webhookUrl;
          return process;
        },
        async newRepository(files) {
          const owner = `acme-${++organizations}`;
          github.organization(owner);
          const repository = await github.createRepository({ owner, name: "shop", private: true, files });
          repository.collaborators.set(github.person(AUTHOR).account.id, "write");
          github.install(app, owner);
          return repository;
        },
      });
    } finally {
      for (const process of running) await process.end("SIGKILL");
      await github.close();
    }
  });
}
