import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "../frame/refusal.ts";
import type { Actor } from "../route.ts";
import type { InstallationToken, Token } from "../world/app.ts";
import { accountById } from "../world/find.ts";
import type { World } from "../world.ts";
import { readAppJwt } from "./read-app-jwt.ts";

/**
 * Who sends a request, by its `authorization` header: an App's JWT, a token as `bearer` or `token`, or a token as the
 * password of basic authentication (git's way).
 *
 * @throws Refusal 401 in GitHub's words for a secret that is not, or no longer, good
 */
export function actorOf(world: World, headers: IncomingHttpHeaders): Actor {
  const secret = secretOf(headers.authorization);
  if (secret === undefined) return { kind: "nobody" };
  if (secret.split(".").length === 3 && secret.startsWith("ey")) {
    return { kind: "app", app: readAppJwt(world, secret) };
  }
  const token = world.tokens.get(secret);
  if (token === undefined || token.revoked || isOver(token, world.clock.now())) throw badCredentials();
  return "accountId" in token
    ? { kind: "user", token, account: accountById(world, token.accountId) }
    : installationActor(world, token);
}

function installationActor(world: World, token: InstallationToken): Actor {
  const installation = world.installations.get(token.installationId);
  const app = installation && world.apps.get(installation.appId);
  if (installation === undefined || app === undefined) throw badCredentials();
  if (installation.suspendedAt !== undefined) throw new Refusal(403, "This installation has been suspended");
  return { kind: "installation", app, installation, token, account: accountById(world, app.botId) };
}

function secretOf(header: string | undefined): string | undefined {
  const match = /^(bearer|token|basic) +(\S+)$/i.exec(header ?? "");
  if (match?.[2] === undefined) return undefined;
  if (match[1]?.toLowerCase() !== "basic") return match[2];
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(match[2], "base64").toString()) ?? [];
  return password === "" ? undefined : password;
}

const isOver = (token: Token, now: Date): boolean => "expiresAt" in token && token.expiresAt <= now;

const badCredentials = (): Refusal => new Refusal(401, "Bad credentials");
