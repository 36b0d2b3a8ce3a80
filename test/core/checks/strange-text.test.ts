import { describe, expect, it } from "@jest/globals";
import { strangeIn } from "../../../src/core/checks/strange-text.ts";

describe("strangeIn", () => {
  it.each([
    "https://collect.evil.example/x",
    "evil.com",
    "api.evil.io",
    "localhost",
    "10.0.0.1",
    "fe80:0:0:0:1::1",
    "me@evil.com",
    "/etc/passwd",
    "cat /tmp/x",
    "C:\\Windows",
    "../../x",
    "~/.ssh",
    "\\x68\\x74\\x74\\x70",
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_abcdefghij0123456789",
    "-----BEGIN PRIVATE KEY",
    "aW1wb3J0IG9zCg==",
    "c3lzdGVtKCdpZCcp",
    "deadbeefdeadbeef01",
    "YXR0YWNrZXJkb21haW4",
  ])("finds something in %s", (literal) => {
    expect(strangeIn(literal)).not.toEqual([]);
  });

  it.each([
    "invalid path",
    "the name must not be empty.",
    "utf-8",
    "SELECT id FROM users WHERE name = ?",
    "application/octet-stream",
    "text/plain; charset=utf-8",
    "PBKDF2WithHmacSHA256",
    "AES/GCM/NoPadding",
    "aes-256-gcm",
    "chacha20-poly1305",
    "X-Content-Type-Options",
    "..",
    "/",
    "%s/%s",
    "--files0-from=",
    "a.b",
    "12:30:45",
    "internationalization",
    "Content-Security-Policy",
    "^[\\w./-]+$",
    "1.2.3",
  ])("finds nothing in %s", (literal) => {
    expect(strangeIn(literal)).toEqual([]);
  });

  it("reads a long literal in linear time", () => {
    expect(strangeIn("a.".repeat(500_000))).toEqual([]);
  });
});
