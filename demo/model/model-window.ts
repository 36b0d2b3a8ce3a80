import { createServer, type IncomingMessage } from "node:http";
import { ChatRequest, questionOf, type Question } from "./question.ts";

/** One question and what became of it; `answer` is absent when it was refused. */
export type Exchange = { question: Question; answer?: Record<string, unknown>; refused?: string };

/** Gives the answer to a question, or says why not. */
export type Answerer = (
  question: Question,
  request: ChatRequest,
) => Promise<{ answer: Record<string, unknown> } | { refused: string }>;

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
      Object.assign(exchange, said);
      if ("refused" in said) {
        response.writeHead(404, { "content-type": "application/json" });
        response.end(JSON.stringify({ error: { message: said.refused } }));
        return;
      }
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(completionOf(chat, JSON.stringify(said.answer))));
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
