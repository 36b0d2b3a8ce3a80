import { describe, expect, it } from "@jest/globals";
import { redactTokens } from "../../src/report/redact.ts";

const BODY = "Ab3".repeat(12);

describe("redactTokens", () => {
  // In two parts each, so that scanners of this repository stay quiet.
  it.each([
    ["an installation token", ["ghs", `_${BODY}`]],
    ["a long installation token", ["ghs", `_${"aB-_.".repeat(104)}`]],
    ["a fine-grained token", ["github", `_pat_${BODY}`]],
    ["a model key", ["sk", `-proj-${BODY}`]],
    ["a Google key", ["AI", `za${BODY}`]],
    ["a cloud key", ["AK", "IAABCDEFGHIJKLMNOP"]],
    ["a chat token", ["xo", `xb-${BODY}`]],
    ["a web token", ["ey", `Jhbg${BODY}.${BODY}.${BODY}`]],
    ["a private key", ["-----BEGIN RSA ", `PRIVATE KEY-----\n${BODY}\n-----END RSA PRIVATE KEY-----`]],
  ])("hides %s", (_, parts) => {
    expect(redactTokens(`failed with ${parts.join("")} at 3`)).toBe("failed with [redacted] at 3");
  });

  it.each([
    ["Authorization: Bearer abcdef1234", "Authorization: [redacted]"],
    ['{"authorization":"token abcdef1234","a":1}', '{"authorization":"[redacted]","a":1}'],
    ["x-api-key: abcd1234, next", "x-api-key: [redacted], next"],
    ["https://user:pass@example.com/x", "https://[redacted]@example.com/x"],
    ["GET /v1?key=abc&page=2", "GET /v1?key=[redacted]&page=2"],
  ])("hides the value and keeps its name: %s", (text, redacted) => {
    expect(redactTokens(text)).toBe(redacted);
  });

  it("leaves ordinary messages alone", () => {
    const text =
      "api.example.com answered 401: check REFLEXGEN_KEY; see https://example.com/a?page=2 (skeleton, sk-1, basic idea)";

    expect(redactTokens(text)).toBe(text);
  });

  it("is quick on text made to be slow", () => {
    const hostile = ["-----BEGIN PRIVATE KEY-----", "eyJaaaaaaaaa.", "a://", "Authorization: ", "bearer "].map(
      (piece) => piece.repeat(20_000),
    );

    for (const text of hostile) expect(redactTokens(text).length).toBeGreaterThan(0);
  });
});
