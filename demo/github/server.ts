import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFrame } from "./frame/frame.ts";
import { routes } from "./routes.ts";
import type { Emission } from "./webhooks/emission.ts";
import { openClock } from "./world/clock.ts";
import { openWorld } from "./world.ts";
import type { World } from "./world.ts";

/** A running GitHub. */
export type GitHub = {
  url: string;
  world: World;
  /** What people's doings lead to; see `webhooks/emission.ts`. */
  emit(emission: Emission): void;
  /** Each breach of GitHub's contract, in words: a test ends with `assertNoViolations()`. */
  violations: string[];
  close(): Promise<void>;
};

/** Starts a GitHub on loopback, in the layout of GitHub Enterprise Server: `/api/v3`, `/api/graphql`, `/:owner/:repo.git`. */
export async function startGitHub(options: { port?: number } = {}): Promise<GitHub> {
  const folder = mkdtempSync(join(tmpdir(), "strict-github-"));
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const world = openWorld({ url: `http://127.0.0.1:${address.port}`, folder, clock: openClock() });
  const frame = openFrame({ world, routes });
  server.on("request", (request, response) => void frame.serve(request, response));

  return {
    url: world.url,
    world,
    emit: (emission) => {
      frame.emit(emission);
    },
    violations: frame.violations,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      for (const repository of world.repositories.values()) repository.git.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
