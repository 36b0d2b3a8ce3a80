import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { readAppConfig } from "../src/app-config.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs8", format: "pem" });
const GIVEN = { APP_ID: "4711", PRIVATE_KEY: PEM, WEBHOOK_SECRET: "0123456789abcdef", HOME: "/home/ada" };

describe("the App's settings", () => {
  it("name all that is wrong at once, without a value", () => {
    const wrong = {
      APP_ID: "my-app",
      PRIVATE_KEY: "-----BEGIN NONSENSE-----",
      WEBHOOK_SECRET: "hunter2 hunter2 hunter2",
      PORT: "http",
      GHE_HOST: "https://git.example.com/",
      GHE_PROTOCOL: "gopher",
      WEBHOOK_PATH: "hooks?x",
      REFLEXGEN_QUEUE: "mysql://root:hunter2@db",
      REFLEXGEN_ROLE: "boss",
      REFLEXGEN_POLL_SECONDS: "1",
      REFLEXGEN_METRICS: "yes",
      REFLEXGEN_MAX_ROUNDS: "-1",
    };
    const names = Object.keys(wrong);

    const message = messageOf(wrong);

    for (const name of names) expect(message).toContain(`${name}: `);
    expect(message).not.toMatch(/hunter2|NONSENSE|gopher/);
    expect(message).not.toContain("\n");
  });

  it("have defaults for all but the App, its key and its secret", () => {
    expect(readAppConfig(GIVEN)).toMatchObject({
      appId: 4711,
      webhookSecrets: ["0123456789abcdef"],
      markSecrets: ["0123456789abcdef"],
      webhookPath: "/api/github/webhooks",
      port: 3000,
      address: undefined,
      apiUrl: "https://api.github.com",
      queue: { file: expect.stringMatching(/queue\.sqlite$/) },
      role: "all",
      pollMs: undefined,
      metricsFor: "local",
    });
    expect(messageOf({})).toBe("APP_ID: not set; WEBHOOK_SECRET: not set; PRIVATE_KEY: not set");
  });

  it("take the key in the forms that environments can hold", () => {
    const folder = mkdtempSync(join(tmpdir(), "reflexgen-key-"));
    const file = join(folder, "key.pem");
    writeFileSync(file, privateKey.export({ type: "pkcs1", format: "pem" }));
    const forms = [
      { PRIVATE_KEY: PEM },
      { PRIVATE_KEY: PEM.replaceAll("\n", "\\n") },
      { PRIVATE_KEY: Buffer.from(PEM).toString("base64") },
      { PRIVATE_KEY: privateKey.export({ type: "pkcs1", format: "pem" }) },
      { PRIVATE_KEY: "", PRIVATE_KEY_PATH: file },
    ];

    const keys = forms.map((form) => readAppConfig({ ...GIVEN, ...form }).privateKey);
    rmSync(folder, { recursive: true });

    expect(keys).toEqual(forms.map(() => PEM));
    expect(messageOf({ ...GIVEN, PRIVATE_KEY: "", PRIVATE_KEY_PATH: file })).toBe(
      "PRIVATE_KEY_PATH: the file can't be read",
    );
  });

  it("know where GitHub's API is", () => {
    const apiUrl = (over: Record<string, string>) => readAppConfig({ ...GIVEN, ...over }).apiUrl;

    expect(apiUrl({ GHE_HOST: "github.com" })).toBe("https://api.github.com");
    expect(apiUrl({ GHE_HOST: "git.example.com" })).toBe("https://git.example.com/api/v3");
    expect(apiUrl({ GHE_HOST: "127.0.0.1:4000", GHE_PROTOCOL: "http" })).toBe("http://127.0.0.1:4000/api/v3");
    expect(apiUrl({ GHE_HOST: "acme.ghe.com" })).toBe("https://api.acme.ghe.com");
    expect(apiUrl({ GHE_HOST: "git.example.com", GITHUB_API_URL: "https://api.example.com" })).toBe(
      "https://api.example.com",
    );
  });

  it("let words go before the environment, and two secrets be good at once", () => {
    const config = readAppConfig(
      {
        ...GIVEN,
        REFLEXGEN_ROLE: "front",
        WEBHOOK_SECRET_OLD: "fedcba9876543210",
        REFLEXGEN_MARK_SECRET: "mark-0123456789abc",
      },
      { role: "worker", port: "8080" },
    );

    expect(config).toMatchObject({
      role: "worker",
      port: 8080,
      webhookSecrets: ["0123456789abcdef", "fedcba9876543210"],
      markSecrets: ["mark-0123456789abc", "0123456789abcdef", "fedcba9876543210"],
    });
  });
});

function messageOf(environment: Record<string, string>): string {
  try {
    readAppConfig(environment);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}
