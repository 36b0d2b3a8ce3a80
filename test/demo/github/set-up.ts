import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import type { RegisteredApp } from "../../../demo/github/founding.ts";
import { startGitHub } from "../../../demo/github/server.ts";
import type { GitHub } from "../../../demo/github/server.ts";
import type { Permissions } from "../../../demo/github/rights/permissions.ts";
import type { Installation } from "../../../demo/github/world/app.ts";
import type { Repository } from "../../../demo/github/world/repository.ts";

export type Received = { headers: IncomingHttpHeaders; text: string };

export type Receiver = {
  url: string;
  received: Received[];
  /** What it answers from now on. */
  status: number;
  close(): Promise<void>;
};

export type Story = RegisteredApp & {
  github: GitHub;
  repository: Repository;
  installation: Installation;
  receiver: Receiver;
  /** As the installation. */
  octokit: Octokit;
  close(): Promise<void>;
};

const REVIEWER: Permissions = { contents: "read", pull_requests: "write", checks: "write", issues: "read" };

const EVENTS = ["pull_request", "push", "issue_comment", "pull_request_review", "check_run", "check_suite"];

/** A GitHub with `acme/shop`, an App installed on it, and the server that hears of what happens. */
export async function openStory(options: { permissions?: Permissions; private?: boolean } = {}): Promise<Story> {
  const github = await startGitHub();
  const receiver = await openReceiver();
  const repository = await github.createRepository({
    owner: "acme",
    name: "shop",
    private: options.private ?? true,
    files: { "app.py": "def a():\n    return 1\n" },
  });
  const registered = github.createApp({
    name: "ReflexGen",
    permissions: options.permissions ?? REVIEWER,
    events: EVENTS,
    webhookUrl: receiver.url,
  });
  const installation = github.install(registered.app, "acme");
  const octokit = octokitOf(github, {
    appId: registered.app.id,
    privateKey: registered.privateKey,
    installationId: installation.id,
  });
  return {
    ...registered,
    github,
    repository,
    installation,
    receiver,
    octokit,
    close: async () => {
      await github.close();
      await receiver.close();
    },
  };
}

type Auth = { appId: number; privateKey: string; installationId?: number } | string;

export function octokitOf(github: GitHub, auth?: Auth): Octokit {
  const silent = (): void => undefined;
  return new Octokit({
    baseUrl: `${github.url}/api/v3`,
    ...(typeof auth === "object" && { authStrategy: createAppAuth }),
    ...(auth !== undefined && { auth }),
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += String(chunk);
    });
    request.on("end", () => {
      received.push({ headers: request.headers, text });
      response.writeHead(receiver.status).end("heard");
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const receiver: Receiver = {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hook`,
    received,
    status: 202,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return receiver;
}
