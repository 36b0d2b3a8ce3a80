import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { githubContract } from "./contract/check.ts";
import { openFaults } from "./faults/faults.ts";
import type { Faults } from "./faults/faults.ts";
import { openFrame } from "./frame/frame.ts";
import type { FrameParts } from "./frame/frame.ts";
import { gitWindow } from "./git-http/git-window.ts";
import { graphqlWindow } from "./graphql/graphql-window.ts";
import { resolvers } from "./graphql/resolvers.ts";
import { openFounding } from "./founding.ts";
import type { Founding } from "./founding.ts";
import { openLedger } from "./ledger/ledger.ts";
import type { Ledger } from "./ledger/ledger.ts";
import { openRateLimits } from "./limits/limits.ts";
import type { Limits } from "./limits/limits.ts";
import { manifestWindow } from "./manifest/manifest-window.ts";
import { openPerson } from "./people/person.ts";
import type { Person } from "./people/person.ts";
import { routes } from "./routes.ts";
import type { Emission } from "./webhooks/emission.ts";
import { openWebhooks } from "./webhooks/webhooks.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";
import { openClock } from "./world/clock.ts";
import { openWorld } from "./world.ts";
import type { World } from "./world.ts";

/** A running GitHub. */
export type GitHub = Founding & {
  url: string;
  world: World;
  ledger: Ledger;
  faults: Faults;
  webhooks: Webhooks;
  /** What people's doings lead to; see `webhooks/emission.ts`. */
  emit: (emission: Emission) => void;
  /** Each breach of GitHub's contract, in words, and each failure of this GitHub. */
  violations: string[];
  /** @throws when there is any violation; it names them */
  assertNoViolations(): void;
  /** Somebody who acts on the pages; an account is made when there is none. */
  person(login: string): Person;
  /** Resolves when no delivery is under way any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type GitHubOptions = {
  /** A free one, when absent. */
  port?: number;
  /** How long a delivery waits for its answer: GitHub's 10 s, when absent. */
  webhookTimeoutMs?: number;
  /** `GITHUB_LIMITS` for GitHub's own; none, when absent. */
  limits?: Limits;
};

/** Starts a GitHub on loopback, in the layout of GitHub Enterprise Server: `/api/v3`, `/api/graphql`, `/:owner/:repo.git`. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const folder = mkdtempSync(join(tmpdir(), "strict-github-"));
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  const world = openWorld({ url: `http://127.0.0.1:${address.port}`, folder, clock: openClock() });
  const contract = githubContract();
  const violations: string[] = [];
  const webhooks = openWebhooks({
    world,
    contract,
    violations,
    ...(options.webhookTimeoutMs !== undefined && { timeoutMs: options.webhookTimeoutMs }),
  });
  const parts: FrameParts = {
    world,
    contract,
    violations,
    webhooks,
    faults: openFaults(),
    ledger: openLedger(),
    limits: openRateLimits(world, options.limits ?? {}),
    emit: (emission) => {
      webhooks.emit(emission);
    },
  };
  const serve = openFrame(parts, routes, [manifestWindow(parts), gitWindow(parts), graphqlWindow(parts, resolvers)]);
  server.on("request", (request, response) => void serve(request, response));

  return {
    ...parts,
    ...openFounding(parts),
    url: world.url,
    assertNoViolations: () => {
      if (violations.length > 0) throw new Error(`against GitHub's contract:\n${violations.join("\n")}`);
    },
    person: (login) => openPerson(parts, login),
    settled: () => webhooks.settled(),
    close: async () => {
      await webhooks.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      for (const repository of world.repositories.values()) repository.git.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
