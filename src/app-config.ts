import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readConfig, type Config, type Environment } from "./config.ts";
import { UserError } from "./core/errors.ts";

const whole = z.coerce.number("not a number").int("not a whole number");
const secret = z
  .string("not set")
  .regex(/^\S+$/, "has spaces")
  .min(16, "shorter than 16 characters")
  .refine((text) => new Set(text).size >= 6, "too simple");

/** The App's own settings, beside those of every review. An empty value is an absent one. */
const AppEnvironment = z.object({
  APP_ID: z.string("not set").transform(Number).pipe(z.int("not an App's id").positive("not an App's id")),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: secret,
  /** Still good while the new one is being set. */
  WEBHOOK_SECRET_OLD: secret.optional(),
  /** Signs what we remember in comments; without it the webhook's secrets do. */
  REFLEXGEN_MARK_SECRET: secret.optional(),
  WEBHOOK_PATH: z
    .string()
    .regex(/^\/[\w./-]{1,200}$/, "not a path such as /api/github/webhooks")
    .default("/api/github/webhooks"),
  PORT: whole.min(0, "not a port").max(65_535, "not a port").default(3000),
  HOST: z.string().optional(),
  GHE_HOST: z
    .string()
    .regex(/^[\w.-]{1,253}(?::\d{1,5})?$/, "not a host's name")
    .optional(),
  GHE_PROTOCOL: z.enum(["https", "http"], "neither https nor http").default("https"),
  REFLEXGEN_QUEUE: z
    .string()
    .regex(/^(?:rediss?|postgres(?:ql)?):\/\//, "not an address of Redis or Postgres")
    .optional(),
  REFLEXGEN_ROLE: z.enum(["all", "front", "worker"], "none of all, front, worker").default("all"),
  REFLEXGEN_CONCURRENCY: whole.min(1, "below 1").max(64, "above 64").default(2),
  REFLEXGEN_POLL_SECONDS: whole.min(5, "below 5 seconds").max(3600, "above 3600 seconds").optional(),
  REFLEXGEN_METRICS: z.enum(["local", "public", "none"], "none of local, public, none").default("local"),
});

export type AppConfig = Config & {
  appId: number;
  privateKey: string;
  webhookSecrets: readonly string[];
  /** The first signs, all verify. */
  markSecrets: readonly [string, ...string[]];
  webhookPath: string;
  port: number;
  address: string | undefined;
  apiUrl: string;
  /** Redis' or Postgres' address, or the file of the embedded queue. */
  queue: { address: string } | { file: string };
  /** In place of the queue's own times: how long a worker's silence is taken for its end, and the wait after a failed run. */
  /** A clock of one's own, where days must pass in a moment. `bootMs` is that of the embedded queue. */
  clock?: { now: () => number; bootMs: () => number; sleep: (milliseconds: number) => Promise<unknown> };
  queueTimes?: { leaseMs?: number; retryMs?: (attempt: number) => number };
  role: "all" | "front" | "worker";
  concurrency: number;
  pollMs: number | undefined;
  metricsFor: "local" | "public" | "none";
  /** Where a process keeps what it may lose. */
  stateFolder: string;
};

/**
 * Reads the environment of the App, once, whole. `words` go before it.
 *
 * @throws UserError that names each wrong or missing setting, without its value: before anything is opened.
 */
export function readAppConfig(environment: Environment, words: { role?: string; port?: string } = {}): AppConfig {
  const given = Object.fromEntries(
    Object.entries({
      ...environment,
      ...(words.role === undefined ? {} : { REFLEXGEN_ROLE: words.role }),
      ...(words.port === undefined ? {} : { PORT: words.port }),
    }).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = AppEnvironment.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const key = attempt(() => readPrivateKey(given), problems);
  const config = attempt(() => readConfig(environment), problems);
  if (!parsed.success || key === undefined || config === undefined) throw new UserError(problems.join("; "));
  const settings = parsed.data;
  const old = settings.WEBHOOK_SECRET_OLD;
  const secrets: [string, ...string[]] = [settings.WEBHOOK_SECRET, ...(old === undefined ? [] : [old])];
  return {
    ...config,
    appId: settings.APP_ID,
    privateKey: key,
    webhookSecrets: secrets,
    markSecrets: settings.REFLEXGEN_MARK_SECRET === undefined ? secrets : [settings.REFLEXGEN_MARK_SECRET, ...secrets],
    webhookPath: settings.WEBHOOK_PATH,
    port: settings.PORT,
    address: settings.HOST,
    apiUrl: given["GITHUB_API_URL"] ?? apiUrlOf(settings),
    queue:
      settings.REFLEXGEN_QUEUE === undefined
        ? { file: join(config.dataFolder, "queue.sqlite") }
        : { address: settings.REFLEXGEN_QUEUE },
    role: settings.REFLEXGEN_ROLE,
    concurrency: settings.REFLEXGEN_CONCURRENCY,
    pollMs: settings.REFLEXGEN_POLL_SECONDS === undefined ? undefined : settings.REFLEXGEN_POLL_SECONDS * 1000,
    metricsFor: settings.REFLEXGEN_METRICS,
    stateFolder: config.dataFolder,
  };
}

function attempt<T>(read: () => T, problems: string[]): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(error.message);
    return undefined;
  }
}

/** PEM as it is, with `\n` for line ends as some hosts want it, or in base64; or a file with it. Given back as plain PEM. */
function readPrivateKey(given: Readonly<Record<string, string | undefined>>): string {
  const name = given["PRIVATE_KEY"] === undefined ? "PRIVATE_KEY_PATH" : "PRIVATE_KEY";
  const value = given[name];
  if (value === undefined) throw new UserError("PRIVATE_KEY: not set");
  const text = name === "PRIVATE_KEY" ? value : readKeyFile(value);
  const lines = text.replaceAll("\\n", "\n");
  const pem = lines.includes("-----BEGIN") ? lines : Buffer.from(lines, "base64").toString("utf8");
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "rsa") return key.export({ type: "pkcs8", format: "pem" });
  } catch {
    // What it said could quote the key.
  }
  throw new UserError(`${name}: not an RSA private key in PEM`);
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new UserError("PRIVATE_KEY_PATH: the file can't be read");
  }
}

/** github.com, GitHub Enterprise Cloud with its own domain, or a GitHub Enterprise Server. */
function apiUrlOf(settings: { GHE_HOST?: string | undefined; GHE_PROTOCOL: "https" | "http" }): string {
  const host = settings.GHE_HOST;
  if (host === undefined || host === "github.com") return "https://api.github.com";
  if (host.endsWith(".ghe.com")) return `https://api.${host}`;
  return `${settings.GHE_PROTOCOL}://${host}/api/v3`;
}
