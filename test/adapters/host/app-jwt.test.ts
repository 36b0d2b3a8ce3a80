import { createVerify, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { readPrivateKey, signAppJwt } from "../../../src/adapters/host/app-jwt.ts";
import { redactTokens } from "../../../src/adapters/host/redact-tokens.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

describe("the App's token", () => {
  it.each(["pkcs1", "pkcs8"] as const)(
    "is signed with a key of form %s, a minute back and for less than ten",
    (type) => {
      const pem = privateKey.export({ type, format: "pem" }).replaceAll("\n", "\\n");

      const { jwt, expiresAt } = signAppJwt({ appId: 7, key: readPrivateKey(pem), nowMs: 1_700_000_000_500 });

      const [header = "", payload = "", signature = ""] = jwt.split(".");
      const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
      expect(read(header)).toEqual({ alg: "RS256", typ: "JWT" });
      expect(read(payload)).toEqual({ iat: 1_699_999_940, exp: 1_700_000_540, iss: "7" });
      expect(expiresAt).toBe(new Date(1_700_000_540_000).toISOString());
      const verified = createVerify("RSA-SHA256")
        .update(`${header}.${payload}`)
        .verify(publicKey, signature, "base64url");
      expect(verified).toBe(true);
    },
  );

  it("wants an RSA key, and says nothing of another", () => {
    const other = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });

    expect(() => readPrivateKey(other)).toThrow(/^PRIVATE_KEY is no RSA key in PEM form$/);
    expect(() => readPrivateKey("secret")).toThrow(/^PRIVATE_KEY is no RSA key in PEM form$/);
  });
});

describe("tokens in words", () => {
  const long = `ghs_${"aB3-_.".repeat(86)}`;

  it.each([
    `ghs_${"a".repeat(36)}`,
    long,
    `github_pat_${"b".repeat(50)}`,
    `eyJhbGciOiJSUzI1NiJ9.${"e".repeat(40)}.${"s".repeat(60)}`,
  ])("are taken out: %#", (token) => {
    const text = redactTokens(`https://x-access-token:${token}@host/ failed`);

    expect(text).not.toContain(token.slice(0, 12));
    expect(text).toMatch(/ failed$/);
  });
});
