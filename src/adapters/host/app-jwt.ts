import { createPrivateKey, sign, type KeyObject } from "node:crypto";
import { UserError } from "../../core/errors.ts";

/** GitHub's clock and ours may differ: it refuses a token from the future. */
const BACKDATED_SECONDS = 60;
/** GitHub allows ten minutes from its own now; a clock that is a minute ahead stays within. */
const VALID_SECONDS = 540;

/**
 * The App's private key, PKCS#1 or PKCS#8, line breaks also written as `\n`.
 *
 * @throws UserError that holds nothing of the key.
 */
export function readPrivateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem.replaceAll("\\n", "\n"));
    if (key.asymmetricKeyType === "rsa") return key;
  } catch {
    // Its message may quote the key.
  }
  throw new UserError("PRIVATE_KEY is no RSA key in PEM form");
}

/** @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
export function signAppJwt(options: { appId: number; key: KeyObject; nowMs: number }): {
  jwt: string;
  expiresAt: string;
} {
  const issued = Math.floor(options.nowMs / 1000) - BACKDATED_SECONDS;
  const expires = issued + BACKDATED_SECONDS + VALID_SECONDS;
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { iat: issued, exp: expires, iss: String(options.appId) },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = sign("RSA-SHA256", Buffer.from(text), options.key).toString("base64url");
  return { jwt: `${text}.${signature}`, expiresAt: new Date(expires * 1000).toISOString() };
}
