import type { z } from "zod";

/** Tokens of one attempt as the endpoint counted them; estimated where it doesn't say. */
export type Usage = { inputTokens: number; outputTokens: number; cachedTokens?: number; estimated?: boolean };

/** What a call is for; names the prompt and appears in the review's account. */
export type Purpose = "generate" | "introspect" | "refine" | "compare" | "distill" | "answer";

export type Turn = { role: "user" | "assistant"; content: string };

/** Counts attempts. `begin` is called before every attempt, retries and repairs included. */
export type Meter = {
  /** @throws BudgetError when the attempt would pass a limit. */
  begin(estimate: { inputTokens: number; maxOutputTokens: number }): void;
  end(usage: Usage): void;
};

export type ModelRequest<T> = {
  purpose: Purpose;
  /** The unchanging instructions; always the first message. */
  system: string;
  /** Alternates, starts and ends with `user`. */
  turns: readonly Turn[];
  /** The answer's form, sent as a JSON schema and checked again here. */
  schema: z.ZodType<T>;
  meter: Meter;
  temperature?: number;
  signal?: AbortSignal;
};

/**
 * A chat model. One question, one typed answer: no tools, no other effect.
 */
export type Model = {
  /** As the operator named it. */
  readonly name: string;
  /** Where code goes, for people: "api.example.com". */
  readonly destination: string;
  /** @throws ModelError, BudgetError */
  ask<T>(request: ModelRequest<T>): Promise<T>;
};

/** A filled prompt file: the system part, and the user part. */
export type Prompt = { system: string; user: string };
