import type { z } from "zod";
import { toJSONSchema } from "zod";

/**
 * What an endpoint understands. OpenAI, Azure, Gemini's compatible endpoint, Ollama and vLLM speak one protocol with gaps;
 * each starts at the best form and steps down when it refuses one.
 */
export type Dialect = {
  answerForm: "json_schema" | "json_object" | "text";
  /** OpenAI's reasoning models refuse `max_tokens`; older servers know nothing else. */
  limitName: "max_completion_tokens" | "max_tokens";
  /** Reasoning models refuse any temperature but their own. */
  temperature: boolean;
};

export const BEST_DIALECT: Dialect = {
  answerForm: "json_schema",
  limitName: "max_completion_tokens",
  temperature: true,
};

/** The next simpler dialect after a 400 or 422 with this message; undefined when the message is about something else. */
export function simplerDialect(dialect: Dialect, message: string): Dialect | undefined {
  if (/temperature/i.test(message) && dialect.temperature) return { ...dialect, temperature: false };
  if (/max_(completion_)?tokens/i.test(message) && dialect.limitName === "max_completion_tokens")
    return { ...dialect, limitName: "max_tokens" };
  if (!/response_?format|json_?schema|json_?object|schema|grammar|guided/i.test(message)) return undefined;
  if (dialect.answerForm === "json_schema") return { ...dialect, answerForm: "json_object" };
  return dialect.answerForm === "json_object" ? { ...dialect, answerForm: "text" } : undefined;
}

/** The schema as OpenAI's strict mode wants it: every property required, no others. */
export function answerSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = toJSONSchema(schema) as Record<string, unknown>;
  return rest;
}

/** Request fields that depend on the dialect. */
export function dialectFields(
  dialect: Dialect,
  name: string,
  schema: Record<string, unknown>,
  maxOutputTokens: number,
  temperature: number,
) {
  return {
    [dialect.limitName]: maxOutputTokens,
    ...(dialect.temperature ? { temperature } : {}),
    ...(dialect.answerForm === "json_schema"
      ? { response_format: { type: "json_schema" as const, json_schema: { name, schema, strict: true } } }
      : {}),
    ...(dialect.answerForm === "json_object" ? { response_format: { type: "json_object" as const } } : {}),
  };
}

/** Told in words where the endpoint can't be told by a field. */
export function formInWords(schema: Record<string, unknown>): string {
  return `\n\nAnswer with one JSON object and nothing else, of this JSON schema:\n${JSON.stringify(schema)}`;
}
