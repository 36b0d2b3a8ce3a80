import { mkdtempSync, rmSync } from "node:fs";
import { generateKeyPairSync } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openContractCheck } from "../../../demo/github/contract/check.ts";
import { readContract } from "../../../demo/github/contract/contract.ts";
import { openPerson } from "../../../demo/github/people/person.ts";
import type { Doer, Stage } from "../../../demo/github/stage.ts";
import { buildPayload } from "../../../demo/github/webhooks/build-payload.ts";
import type { Emission } from "../../../demo/github/webhooks/emission.ts";
import type { App, Installation } from "../../../demo/github/world/app.ts";
import { openClock } from "../../../demo/github/world/clock.ts";
import { createAccount } from "../../../demo/github/world/create.ts";
import { nodeId } from "../../../demo/github/world/node-id.ts";
import { nextId, openWorld, timestamp } from "../../../demo/github/world.ts";

const { publicKey } = generateKeyPairSync("ed25519");

/** A world without a server: doings are called, and what they tell is collected and held against GitHub's contract. */
function openStage() {
  const folder = mkdtempSync(join(tmpdir(), "reflexgen-stage-"));
  const world = openWorld({ url: "http://127.0.0.1:1", folder, clock: openClock() });
  const emissions: Emission[] = [];
  const breaches: string[] = [];
  const check = openContractCheck(readContract());
  const stage: Stage = {
    world,
    emit(emission) {
      emissions.push(emission);
      const name = [emission.event, emission.action].filter(Boolean).join("-").replaceAll("_", "-");
      // The payload is what was true at that moment: later changes must not reach it.
      const payload: unknown = JSON.parse(JSON.stringify(buildPayload(world, emission)));
      breaches.push(...check.webhook(name, payload).map((breach) => `${name}: ${breach}`));
    },
  };

  return {
    ...stage,
    stage,
    check,
    breaches,
    emissions,
    /** `pull_request.opened` and so on, in their order. */
    told: () => emissions.map(({ event, action }) => (action === undefined ? event : `${event}.${action}`)),
    person: (login: string) => openPerson(stage, login),
    /** An App with its bot, installed on everything of an account. */
    installs(slug: string, on: { id: number }): Doer & { app: App } {
      const id = nextId(world);
      const account = createAccount(world, `${slug}[bot]`, "Bot");
      const now = timestamp(world);
      const permissions = { checks: "write", contents: "write", pull_requests: "write", metadata: "read" } as const;
      const app: App = {
        id,
        nodeId: nodeId("A", id),
        slug,
        name: slug,
        ownerId: on.id,
        botId: account.id,
        publicKey,
        clientId: "Iv1.test",
        clientSecret: "secret",
        externalUrl: "https://example.com",
        permissions,
        events: ["pull_request"],
        webhook: { url: "http://127.0.0.1:9", secret: "secret", active: true },
        createdAt: now,
      };
      world.apps.set(id, app);
      const installationId = nextId(world);
      const installation: Installation = {
        id: installationId,
        appId: id,
        accountId: on.id,
        permissions,
        events: app.events,
        repositoryIds: "all",
        createdAt: now,
        updatedAt: now,
      };
      world.installations.set(installationId, installation);
      return { account, app };
    },
    /** @throws when something that was told broke GitHub's contract */
    close() {
      for (const repository of world.repositories.values()) repository.git.close();
      rmSync(folder, { recursive: true });
      if (breaches.length > 0) throw new Error(breaches.join("\n"));
    },
  };
}

/** Ada's repository with an App, and Eve who has no rights in it. */
export async function openScene(files?: Parameters<ReturnType<typeof openPerson>["creates"]>[0]["files"]) {
  const stage = openStage();
  const [ada, eve] = [stage.person("ada"), stage.person("eve")];
  const bot = stage.installs("reflexgen", ada.account);
  const repository = await ada.creates({ name: "shop", ...(files && { files }) });
  stage.emissions.length = 0;
  return { ...stage, ada, eve, bot, repository };
}
