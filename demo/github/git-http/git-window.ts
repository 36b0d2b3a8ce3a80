import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { actorOf } from "../auth/actor-of.ts";
import { happensFirst } from "../faults/strike.ts";
import type { FrameParts, Window } from "../frame/frame.ts";
import type { Outcome } from "../frame/answer-rest.ts";
import { Refusal } from "../frame/refusal.ts";
import { isCovered, isVisible } from "../frame/resolve-repository.ts";
import { GIT_ENVIRONMENT } from "../git/run-git.ts";
import { actorName } from "../ledger/ledger.ts";
import type { RequestRecord } from "../ledger/ledger.ts";
import { includes } from "../rights/permissions.ts";
import type { Actor } from "../route.ts";
import { fullName, repositoryByName } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import { relayCgi } from "./relay-cgi.ts";

const PATH = /^\/([\w.-]+)\/([\w.-]+?)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** `/:owner/:repo.git`: clone and fetch over HTTP by git's own server program. Pushing is refused: people push through `people/`. */
export function gitWindow(parts: FrameParts): Window {
  return {
    fits: (pathname) => PATH.test(pathname),
    serve: async (request, response, record) => {
      record.operation = "git";
      const fault = parts.faults.take(["git"]);
      if (fault !== undefined && (fault.kind !== "delay" || !happensFirst(fault))) {
        request.resume();
        return { fault };
      }
      return await serveGit(parts, request, response, record);
    },
  };
}

async function serveGit(
  { world }: FrameParts,
  request: IncomingMessage,
  response: ServerResponse,
  record: RequestRecord,
): Promise<Outcome | "answered"> {
  const url = new URL(request.url ?? "/", world.url);
  const [, owner = "", name = "", service = ""] = PATH.exec(url.pathname) ?? [];
  try {
    const actor = actorOf(world, request.headers);
    record.actor = actorName(actor);
    const found = repositoryByName(world, owner, name);
    if (found === undefined || !mayRead(actor, found.repository, isVisible(world, actor, found.repository))) {
      throw actor.kind === "nobody" ? askForPassword() : new Refusal(404, "Repository not found.");
    }
    if (found.moved) {
      const location = `${world.url}/${fullName(world, found.repository)}.git/${service}${url.search}`;
      return { answer: { status: 301, headers: { location } } };
    }
    if (service === "git-receive-pack" || url.searchParams.get("service") === "git-receive-pack") {
      throw new Refusal(403, "Permission to push over HTTP is not granted here.");
    }
    await relay(found.repository, service, url, request, response);
    return "answered";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    request.resume();
    return { answer: { status: error.status, body: `${error.message}\n`, headers: error.headers } };
  }

  /** Code is `contents`: an installation that holds it, for a repository that its token reaches. */
  function mayRead(actor: Actor, repository: Repository, visible: boolean): boolean {
    if (!visible || actor.kind === "app") return false;
    if (actor.kind !== "installation" || !isCovered(world, actor, repository)) return visible;
    return includes(actor.token.permissions, "contents", "read");
  }
}

async function relay(
  repository: Repository,
  service: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const child = spawn("git", ["http-backend"], {
    env: {
      ...GIT_ENVIRONMENT,
      GIT_PROJECT_ROOT: repository.git.folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${service}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REMOTE_ADDR: "127.0.0.1",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  response.on("close", () => child.kill());
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  await relayCgi(child.stdout, response);
}

function askForPassword(): Refusal {
  return new Refusal(401, "Repository not found.", undefined, {
    headers: { "www-authenticate": 'Basic realm="GitHub"' },
  });
}
