import { describe, expect, it } from "@jest/globals";
import nock from "nock";
import { z } from "zod";
import { openAICompatible } from "../../../src/adapters/model/openai-compatible.ts";
import { openBudget } from "../../../src/core/budget.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../src/core/limits.ts";

const HOST = "https://models.example.com";
const Form = z.object({ word: z.string() });

type Body = Record<string, unknown> & { messages: { role: string; content: string }[] };
type Reply = { status?: number; body: unknown; headers?: Record<string, string> };

/** An endpoint that answers as scripted, in order, and keeps what it was asked. Unused or unexpected requests fail the test. */
function scripted(replies: readonly Reply[], limits: Partial<Limits> = {}) {
  const asked: Body[] = [];
  for (const { status = 200, body, headers = {} } of replies) {
    nock(HOST, { reqheaders: { authorization: "Bearer key" } })
      .post("/v1/chat/completions", (sent: Body) => asked.push(sent) > 0)
      .reply(status, body as nock.Body, headers);
  }
  const model = openAICompatible({
    model: "m",
    apiKey: "key",
    baseUrl: `${HOST}/v1`,
    timeoutMs: 2000,
    maxOutputTokens: 100,
    temperature: 0.2,
    random: () => 0,
  });
  const budget = openBudget({ ...DEFAULT_LIMITS, ...limits }, () => performance.now());
  const ask = (signal?: AbortSignal) =>
    model.ask({
      purpose: "introspect",
      system: "You judge.",
      turns: [{ role: "user", content: "Judge this." }],
      schema: Form,
      meter: budget,
      ...(signal ? { signal } : {}),
    });
  return { ask, asked, budget };
}

const answer = (
  content: string | null,
  extra: object = {},
  usage: object | null = { prompt_tokens: 11, completion_tokens: 3 },
): Reply => ({
  body: {
    id: "1",
    object: "chat.completion",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content, ...extra } }],
    usage,
  },
});
const GOOD = answer('{"word":"yes"}');
const refusedField = (message: string): Reply => ({
  status: 400,
  body: { error: { message, type: "invalid_request_error" } },
});
const AT_ONCE = { "retry-after": "0" };

describe("an OpenAI-compatible endpoint", () => {
  it("is sent a strict JSON schema, and its answer is typed and counted", async () => {
    const { ask, asked, budget } = scripted([GOOD]);

    expect(await ask()).toEqual({ word: "yes" });
    expect(asked[0]).toMatchObject({
      model: "m",
      temperature: 0.2,
      max_completion_tokens: 100,
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "introspect",
          strict: true,
          schema: { type: "object", required: ["word"], additionalProperties: false },
        },
      },
    });
    expect(asked[0]).not.toHaveProperty("tools");
    expect(budget.cost()).toMatchObject({ calls: 1, inputTokens: 11, outputTokens: 3, estimatedTokens: false });
  });

  it("that lacks JSON schemas is told the form in words, and not asked for a schema again", async () => {
    const { ask, asked, budget } = scripted([
      refusedField("response_format json_schema is not supported"),
      refusedField("Unknown response_format"),
      GOOD,
      GOOD,
    ]);

    await ask();
    await ask();

    expect(asked.map((body) => (body["response_format"] as { type?: string } | undefined)?.type)).toEqual([
      "json_schema",
      "json_object",
      undefined,
      undefined,
    ]);
    expect(asked[3]?.messages[0]?.content).toContain('"word"');
    expect(budget.cost().calls).toBe(4);
  });

  it("that refuses temperature and the newer limit is asked without them (reasoning models, older servers)", async () => {
    const { ask, asked } = scripted([
      refusedField("Unsupported value: 'temperature' does not support 0.2 with this model."),
      refusedField("Unrecognized request argument supplied: max_completion_tokens"),
      GOOD,
    ]);

    await ask();

    expect(asked[2]).not.toHaveProperty("temperature");
    expect(asked[2]).toMatchObject({ max_tokens: 100 });
  });

  it("is asked once more when its answer lacks the form, with what is wrong", async () => {
    const { ask, asked } = scripted([answer("Sure! The word is yes."), GOOD]);

    expect(await ask()).toEqual({ word: "yes" });
    expect(asked[1]?.messages.at(-1)?.content).toContain("not JSON");
  });

  it("that says how many tokens it took from its cache is counted so; one that says nothing is estimated", async () => {
    const { ask, budget } = scripted([
      answer(
        '{"word":"yes"}',
        {},
        { prompt_tokens: 10, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 8 } },
      ),
      answer('{"word":"yes"}', {}, null),
    ]);

    await ask();
    await ask();

    expect(budget.cost()).toMatchObject({ calls: 2, cachedTokens: 8, estimatedTokens: true });
  });

  it.each<[string, Reply[], string]>([
    ["a refusal field (OpenAI)", [answer(null, { refusal: "I can't help with that." })], "refused"],
    ["a refusal in plain text, twice", [answer("I'm sorry, I can't."), answer("I'm sorry, I can't.")], "malformed"],
    [
      "a stopped answer (Gemini: content_filter)",
      [{ body: { choices: [{ finish_reason: "content_filter", message: { role: "assistant" } }] } }],
      "refused",
    ],
    [
      "a filtered prompt (Azure)",
      [
        {
          status: 400,
          body: {
            error: {
              code: "content_filter",
              message: "The response was filtered due to Azure OpenAI's content management policy.",
            },
          },
        },
      ],
      "refused",
    ],
    ["no choices at all (Gemini)", [{ body: { object: "chat.completion", usage: { prompt_tokens: 5 } } }], "malformed"],
    [
      "a cut answer",
      [{ body: { choices: [{ finish_reason: "length", message: { content: '{"word":"ye' } }] } }],
      "truncated",
    ],
    [
      "a cut answer that happens to be whole JSON",
      [{ body: { choices: [{ finish_reason: "length", message: { content: '{"word":"yes"}' } }] } }],
      "truncated",
    ],
    [
      "too long a prompt (vLLM)",
      [
        {
          status: 400,
          body: {
            error: {
              message: "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens.",
            },
          },
        },
      ],
      "overflow",
    ],
    [
      "too long a prompt (OpenAI)",
      [{ status: 400, body: { error: { code: "context_length_exceeded", message: "too long" } } }],
      "overflow",
    ],
    ["garbage", [{ body: "<html>it works</html>", headers: { "content-type": "text/html" } }], "malformed"],
    ["a wrong key", [{ status: 401, body: { error: { message: "Incorrect API key provided: key" } } }], "unauthorized"],
    [
      "no quota",
      [{ status: 429, body: { error: { code: "insufficient_quota", message: "You exceeded your current quota" } } }],
      "unauthorized",
    ],
    ["no such model (Ollama)", [{ status: 404, body: { error: { message: "model 'm' not found" } } }], "unreachable"],
  ])("means not reviewed: %s", async (_, replies, reason) => {
    const { ask } = scripted(replies);

    await expect(ask()).rejects.toMatchObject({
      name: "ModelError",
      reason,
      message: expect.not.stringMatching(/key provided|Judge this/) as unknown as string,
    });
  });

  it("that read less than it was sent is not believed: Ollama cuts a long prompt without a word", async () => {
    nock(HOST)
      .post("/v1/chat/completions")
      .reply(200, answer('{"word":"yes"}', {}, { prompt_tokens: 2048, completion_tokens: 4 }).body as nock.Body);
    const model = openAICompatible({
      model: "m",
      apiKey: "key",
      baseUrl: `${HOST}/v1`,
      timeoutMs: 2000,
      maxOutputTokens: 100,
      temperature: 0,
    });
    const long = "x = 1\n".repeat(10_000);

    const asked = model.ask({
      purpose: "introspect",
      system: "s",
      turns: [{ role: "user", content: long }],
      schema: Form,
      meter: openBudget(DEFAULT_LIMITS, () => 0),
    });

    await expect(asked).rejects.toMatchObject({ reason: "overflow" });
  });

  it("that is busy is asked again as it says, and every attempt counts", async () => {
    const { ask, budget } = scripted([
      { status: 429, body: {}, headers: AT_ONCE },
      { status: 503, body: {}, headers: AT_ONCE },
      { status: 529, body: {}, headers: AT_ONCE },
      GOOD,
    ]);

    expect(await ask()).toEqual({ word: "yes" });
    expect(budget.cost().calls).toBe(4);
  });

  it("that stays busy is given up", async () => {
    const { ask } = scripted(Array.from({ length: 4 }, () => ({ status: 503, body: {}, headers: AT_ONCE })));

    await expect(ask()).rejects.toMatchObject({ reason: "unreachable" });
  });

  it("is not asked again once the calls are used up, even for a retry", async () => {
    const { ask } = scripted(
      Array.from({ length: 2 }, () => ({ status: 503, body: {}, headers: AT_ONCE })),
      { calls: 2 },
    );

    await expect(ask()).rejects.toMatchObject({ name: "BudgetError" });
  });

  it("that sends the request elsewhere is not followed", async () => {
    const { ask } = scripted([{ status: 307, body: "", headers: { location: "https://elsewhere.example.com/" } }]);

    await expect(ask()).rejects.toMatchObject({ name: "ModelError" });
  });

  it("is left alone when the review is stopped", async () => {
    const { ask } = scripted([]);
    const stop = new AbortController();
    stop.abort();

    await expect(ask(stop.signal)).rejects.toMatchObject({ reason: "aborted" });
  });
});
