import { createServer, type IncomingMessage } from "node:http";
import { ChatRequest, questionOf, type Question } from "./question.ts";

/** One question and what became of it; `answer` is absent when it was refused. */
export type Exchange = { question: Question; answer?: Record<string, unknown>; refused?: string };

/**
 * The answer to a question; or why there is none; or what a real endpoint said that is no answer, word for word, so that the App deals
 * with it as with any endpoint.
 */
export type Said =
  | { answer: Record<string, unknown>; body?: string }
  | { refused: string }
  | { failed: { status: number; body: string } };

export type Answerer = (question: Question, request: ChatRequest) => Promise<Said>;

/** An endpoint on loopback that speaks OpenAI's chat completions, as the App expects one. It keeps what was asked, in order. */
export type ModelWindow = {
  /** What makes an App use it. */
  settings: Record<string, string>;
  exchanges: Exchange[];
  close(): Promise<void>;
};

const MOST_BYTES = 4_000_000;

export async function openModelWindow(name: string, answer: Answerer): Promise<ModelWindow> {
  const exchanges: Exchange[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chat = ChatRequest.parse(JSON.parse(await readBody(request)));
      const question = questionOf(chat);
      const exchange: Exchange = { question };
      exchanges.push(exchange);
      const said = await answer(question, chat);
      const send = (status: number, body: string) =>
        response.writeHead(status, { "content-type": "application/json" }).end(body);
      if ("failed" in said) {
        // It is asked again in another way, or the App tells what it could not examine.
        exchanges.splice(exchanges.indexOf(exchange), 1);
        return send(said.failed.status, said.failed.body);
      }
      if ("refused" in said) {
        exchange.refused = said.refused;
        return send(404, JSON.stringify({ error: { message: said.refused } }));
      }
      exchange.answer = said.answer;
      return send(200, said.body ?? JSON.stringify(completionOf(chat, JSON.stringify(said.answer))));
    })().catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    settings: {
      REFLEXGEN_MODEL: name,
      OPENAI_BASE_URL: `http://127.0.0.1:${address.port}/v1`,
      OPENAI_API_KEY: "none-is-needed",
      REFLEXGEN_MODEL_TIMEOUT: "300",
    },
    exchanges,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Tokens by the common rule of thumb, four characters each: a recording has no count of its own. */
function completionOf({ model, messages }: ChatRequest, content: string): Record<string, unknown> {
  const input = Math.ceil(messages.reduce((sum, message) => sum + message.content.length, 0) / 4);
  const output = Math.ceil(content.length / 4);
  return {
    id: "chatcmpl-demo",
    object: "chat.completion",
    created: 0,
    model,
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += String(chunk);
    if (body.length > MOST_BYTES) throw new Error("the request is too long");
  }
  return body;
}
