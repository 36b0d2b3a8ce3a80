import { z } from "zod";
import type { Answerer } from "./model-window.ts";
import { readRecording, writeRecording } from "./recording.ts";

/** Plays answers again; a question that was never asked in these words is refused, never answered with something like it. */
export function fromRecording(name: string): Answerer {
  const answers = new Map(readRecording(name).exchanges.map(({ key, answer }) => [key, answer]));
  return async ({ key, purpose }) => {
    const answer = answers.get(key);
    return answer
      ? { answer }
      : { refused: `the recording "${name}" has no answer to this ${purpose} question: the prompt has changed since` };
  };
}

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
});

const Answer = z.record(z.string(), z.unknown());

export type Endpoint = { baseUrl: string; apiKey: string; model: string };

/** Asks a real endpoint; with `keepAs` the answers become the recording of that name. */
export function fromEndpoint({ baseUrl, apiKey, model }: Endpoint, keepAs?: string): Answerer {
  return async ({ key, purpose, messages }, request) => {
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ ...request, model }),
      redirect: "error",
    });
    const body = await response.text();
    const completion = Completion.safeParse(asJson(body));
    const answer = Answer.safeParse(asJson(completion.data?.choices[0]?.message.content ?? ""));
    if (!response.ok || !answer.success) return { failed: { status: response.status, body } };
    if (keepAs !== undefined) {
      const recording = readRecording(keepAs);
      const others = recording.exchanges.filter((one) => one.key !== key);
      const asked = (messages.at(-1)?.content ?? "").split("\n");
      writeRecording(keepAs, {
        ...recording,
        exchanges: [...others, { purpose, key, asked, answer: answer.data }],
      });
    }
    return { answer: answer.data, body };
  };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^```(?:json)?\n|\n```\s*$/g, ""));
  } catch {
    return undefined;
  }
}
