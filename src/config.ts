import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Prices } from "./core/budget.ts";
import { UserError } from "./core/errors.ts";
import { DEFAULT_LIMITS, type Limits } from "./core/limits.ts";

const url = z.url({ protocol: /^https?$/, error: "not a URL" });
const positive = z.coerce.number({ error: "not a number" }).positive("not a positive number");
const whole = positive.int("not a whole number");

/** The operator's settings. Everything is optional; an empty value is an absent one. */
const Environment = z.object({
  REFLEXGEN_MODEL: z.string().optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url.default("https://api.openai.com/v1"),
  /** Seconds; Node's fetch gives up after 300 whatever is asked. */
  REFLEXGEN_MODEL_TIMEOUT: positive.max(300, "above 300 seconds").default(120),
  REFLEXGEN_MAX_OUTPUT_TOKENS: whole.default(16_000),
  REFLEXGEN_TEMPERATURE: z.coerce.number({ error: "not a number" }).min(0, "below 0").max(2, "above 2").default(0),
  REFLEXGEN_MAX_ROUNDS: whole.default(DEFAULT_LIMITS.rounds),
  REFLEXGEN_MAX_CALLS: whole.default(DEFAULT_LIMITS.calls),
  REFLEXGEN_MAX_TOKENS: whole.default(DEFAULT_LIMITS.tokens),
  REFLEXGEN_MAX_SECONDS: positive.default(DEFAULT_LIMITS.timeMs / 1000),
  REFLEXGEN_PRICE_INPUT: positive.optional(),
  REFLEXGEN_PRICE_OUTPUT: positive.optional(),
  REFLEXGEN_HOME: z.string().default(join(homedir(), ".reflexgen")),
  QDRANT_URL: url.optional(),
  QDRANT_API_KEY: z.string().optional(),
  GITHUB_TOKEN: z.string().optional(),
  GH_TOKEN: z.string().optional(),
  GITHUB_API_URL: url.default("https://api.github.com"),
});

/** The operator's own variables, as git and compilers on PATH need them. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type Config = {
  model: {
    name: string | undefined;
    apiKey: string;
    baseUrl: string;
    timeoutMs: number;
    maxOutputTokens: number;
    temperature: number;
  };
  limits: Limits;
  prices: Prices | undefined;
  /** Where the embedded knowledge store lives. */
  dataFolder: string;
  qdrant: { url: string; apiKey: string | undefined } | undefined;
  github: { token: string | undefined; apiUrl: string };
};

/**
 * Reads the environment, once, whole.
 *
 * @throws UserError that names each wrong setting, without its value.
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success)
    throw new UserError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
  const settings = parsed.data;
  if ((settings.REFLEXGEN_PRICE_INPUT === undefined) !== (settings.REFLEXGEN_PRICE_OUTPUT === undefined)) {
    throw new UserError("REFLEXGEN_PRICE_INPUT and REFLEXGEN_PRICE_OUTPUT: give both or none");
  }
  return {
    model: {
      name: settings.REFLEXGEN_MODEL,
      apiKey: settings.OPENAI_API_KEY ?? "",
      baseUrl: settings.OPENAI_BASE_URL,
      timeoutMs: settings.REFLEXGEN_MODEL_TIMEOUT * 1000,
      maxOutputTokens: settings.REFLEXGEN_MAX_OUTPUT_TOKENS,
      temperature: settings.REFLEXGEN_TEMPERATURE,
    },
    limits: {
      rounds: settings.REFLEXGEN_MAX_ROUNDS,
      calls: settings.REFLEXGEN_MAX_CALLS,
      tokens: settings.REFLEXGEN_MAX_TOKENS,
      timeMs: settings.REFLEXGEN_MAX_SECONDS * 1000,
    },
    prices:
      settings.REFLEXGEN_PRICE_INPUT === undefined || settings.REFLEXGEN_PRICE_OUTPUT === undefined
        ? undefined
        : { inputPerMillion: settings.REFLEXGEN_PRICE_INPUT, outputPerMillion: settings.REFLEXGEN_PRICE_OUTPUT },
    dataFolder: settings.REFLEXGEN_HOME,
    qdrant:
      settings.QDRANT_URL === undefined ? undefined : { url: settings.QDRANT_URL, apiKey: settings.QDRANT_API_KEY },
    github: { token: settings.GITHUB_TOKEN ?? settings.GH_TOKEN, apiUrl: settings.GITHUB_API_URL },
  };
}
