import { setTimeout as sleep } from "node:timers/promises";
import type OpenAI from "openai";
import { z } from "zod";
import { ModelError } from "../../core/errors.ts";
import type { Model, ModelRequest, Turn, Usage } from "../../core/model.ts";
import { estimateTokens } from "../../core/tokens.ts";
import { answerSchema, BEST_DIALECT, dialectFields, formInWords, simplerDialect, type Dialect } from "./dialect.ts";
import { failureOf } from "./failure.ts";
import { readAnswer } from "./read-answer.ts";
import { retryDelayMs } from "./retry-delay.ts";

export type OpenAICompatibleOptions = {
  model: string;
  /** Empty for servers that want none (Ollama, vLLM). */
  apiKey: string;
  baseUrl: string;
  /** One attempt's limit. */
  timeoutMs: number;
  maxOutputTokens: number;
  temperature: number;
  fetch?: typeof fetch;
  random?: () => number;
};

const TRANSPORT_RETRIES = 3;
/** An answer without the asked form is sent back once with what is wrong with it. */
const REPAIRS = 1;
/** Below so many tokens an estimate from characters says nothing about what an endpoint counts. */
const SURE_ESTIMATE = 1000;
/** Refused fields are taken back one at a time: temperature, limit, schema, object. */
const STEPS_DOWN = 4;

/** Only what is read; `nullish` because servers differ in what they leave out. */
const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .nullish(),
  usage: z
    .object({
      prompt_tokens: z.number().nullish(),
      completion_tokens: z.number().nullish(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
});

/** Any endpoint that speaks OpenAI's chat completions. Nothing is sent, and no client made, before the first question. */
export function openAICompatible(options: OpenAICompatibleOptions): Model {
  let client: Promise<OpenAI> | undefined;
  // What one request learns of the endpoint, all later ones use.
  let dialect: Dialect = BEST_DIALECT;

  async function connect(): Promise<OpenAI> {
    const { default: Client } = await import("openai");
    return new Client({
      apiKey: options.apiKey || "none",
      baseURL: options.baseUrl,
      timeout: options.timeoutMs,
      // Every attempt is counted by the meter, so the client may make none of its own.
      maxRetries: 0,
      // A redirect would carry the code to a host that the operator did not name.
      fetchOptions: { redirect: "error" },
      logLevel: "off",
      ...(options.fetch ? { fetch: options.fetch } : {}),
    });
  }

  /** One attempt: the answer's text, or a ModelError. */
  async function attempt(
    request: ModelRequest<unknown>,
    turns: readonly Turn[],
    schema: Record<string, unknown>,
  ): Promise<string> {
    const system = dialect.answerForm === "json_schema" ? request.system : request.system + formInWords(schema);
    const messages = [{ role: "system" as const, content: system }, ...turns];
    const estimate = estimateTokens(messages.map((message) => message.content).join("\n"));
    request.meter.begin({ inputTokens: estimate, maxOutputTokens: options.maxOutputTokens });
    let usage: Usage = { inputTokens: estimate, outputTokens: 0, estimated: true };
    try {
      const answer = await (
        await (client ??= connect())
      ).chat.completions.create(
        {
          model: options.model,
          messages,
          ...dialectFields(
            dialect,
            request.purpose,
            schema,
            options.maxOutputTokens,
            request.temperature ?? options.temperature,
          ),
        },
        request.signal ? { signal: request.signal } : {},
      );
      const read = Completion.safeParse(answer);
      if (!read.success) throw new ModelError("malformed", "the endpoint's answer is not a chat completion");
      const text = textOf(read.data);
      usage = usageOf(read.data, estimate, text.content);
      if (text.failure) throw text.failure;
      // Ollama cuts a prompt that is longer than its window without a word; what was cut was not read.
      if (usage.inputTokens > 0 && usage.inputTokens < estimate / 3 && estimate > SURE_ESTIMATE) {
        throw new ModelError(
          "overflow",
          `the endpoint read only ${usage.inputTokens} of about ${estimate} tokens: raise its context length`,
        );
      }
      return text.content;
    } finally {
      request.meter.end(usage);
    }
  }

  return {
    name: options.model,
    destination: new URL(options.baseUrl).host,

    async ask<T>(request: ModelRequest<T>): Promise<T> {
      const schema = answerSchema(request.schema);
      let turns = request.turns;
      let [retries, repairs, steps] = [0, 0, 0];
      for (;;) {
        const usedDialect = dialect;
        try {
          const text = await attempt(request, turns, schema);
          try {
            return readAnswer(text, request.schema);
          } catch (error) {
            if (!(error instanceof ModelError) || repairs++ >= REPAIRS) throw error;
            turns = [
              ...request.turns,
              { role: "assistant", content: text },
              {
                role: "user",
                content: `That can't be used: ${error.message}. Answer again, with the JSON object only.`,
              },
            ];
          }
        } catch (error) {
          if (request.signal?.aborted) throw new ModelError("aborted", "the review was stopped", error);
          const { failure, retryable, retryAfter, rejectedField } = failureOf(error);
          const simpler = rejectedField && simplerDialect(usedDialect, rejectedField);
          if (simpler && steps++ < STEPS_DOWN) {
            dialect = simpler;
            continue;
          }
          if (!retryable || retries++ >= TRANSPORT_RETRIES) throw failure;
          await sleep(
            retryDelayMs(retries, retryAfter, options.random ?? Math.random),
            undefined,
            request.signal ? { signal: request.signal } : {},
          ).catch(() => {
            throw new ModelError("aborted", "the review was stopped");
          });
        }
      }
    },
  };
}

function textOf(completion: z.infer<typeof Completion>): { content: string; failure?: ModelError } {
  const choice = completion.choices?.[0];
  const content = choice?.message.content ?? "";
  if (choice?.message.refusal) return { content, failure: new ModelError("refused", "the model refused to answer") };
  if (choice?.finish_reason === "content_filter")
    return { content, failure: new ModelError("refused", "the endpoint's content filter stopped the answer") };
  if (choice?.finish_reason === "length")
    return { content, failure: new ModelError("truncated", "the answer was cut at the output limit") };
  if (!content) return { content, failure: new ModelError("malformed", "the answer is empty") };
  return { content };
}

/** As the endpoint counted; what it does not say is estimated, and said to be. */
function usageOf({ usage }: z.infer<typeof Completion>, estimate: number, answer: string): Usage {
  const { prompt_tokens: input, completion_tokens: output, prompt_tokens_details: details } = usage ?? {};
  return {
    inputTokens: input ?? estimate,
    outputTokens: output ?? estimateTokens(answer),
    cachedTokens: details?.cached_tokens ?? 0,
    estimated: typeof input !== "number" || typeof output !== "number",
  };
}
