import { verify } from "node:crypto";
import { Refusal } from "../frame/refusal.ts";
import type { App } from "../world/app.ts";
import type { World } from "../world.ts";

/** Seconds that GitHub lets a token live at most. */
const LONGEST_LIFE = 600;

/** How far `iat` may lie in the future: clocks drift. */
const DRIFT = 60;

/**
 * The App that signed a JWT (RS256).
 *
 * @throws Refusal 401 in GitHub's words
 * @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function readAppJwt(world: World, jwt: string): App {
  const [head = "", claims = "", signature = ""] = jwt.split(".");
  const header = readPart(head);
  const { iss, iat, exp } = readPart(claims);
  if (header["alg"] !== "RS256") throw undecodable();
  const app = [...world.apps.values()].find(({ id, clientId }) => String(iss) === String(id) || iss === clientId);
  if (app === undefined) throw new Refusal(404, "Integration not found");
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify("RSA-SHA256", signed, app.publicKey, Buffer.from(signature, "base64url"))) throw undecodable();

  const now = world.clock.now().getTime() / 1000;
  if (typeof iat !== "number") throw new Refusal(401, "Missing 'issued at' claim ('iat') in assertion");
  if (typeof exp !== "number") throw new Refusal(401, "Missing 'expiration time' claim ('exp') in assertion");
  if (iat > now + DRIFT) {
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (exp <= now) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + LONGEST_LIFE + DRIFT)
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  return app;
}

function readPart(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // told below
  }
  throw undecodable();
}

const undecodable = (): Refusal => new Refusal(401, "A JSON web token could not be decoded");
