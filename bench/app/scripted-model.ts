import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";

/** An endpoint that thinks for no time at all. */
export type ScriptedModel = { url: string; asked: () => number; close: () => void };

const Asked = z.object({
  messages: z.array(z.object({ content: z.string() })),
  response_format: z.object({ json_schema: z.object({ name: z.string() }) }),
});

/** It finds nothing of its own and repairs nothing: what rules report and repair stands. Valid answers, so that all that follows one runs. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  introspect: { considered: "What a caller gives goes nowhere dangerous.", defects: [] },
  generate: { explanation: "", obstacle: "It needs the caller.", code: "", imports: [], title: "" },
  refine: { explanation: "", obstacle: "It needs the caller.", code: "", imports: [], title: "" },
  compare: {
    reason: "Both read alike.",
    first: { hasWeakness: false },
    second: { hasWeakness: false },
    sameBehaviour: true,
    newDanger: "none",
  },
};

/** OpenAI's protocol on loopback, with an answer at once. */
export async function startScriptedModel(): Promise<ScriptedModel> {
  let asked = 0;
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { messages, response_format } = Asked.parse(JSON.parse(await bodyOf(request)));
    asked++;
    const content = JSON.stringify(ANSWERS[response_format.json_schema.name]);
    const characters = messages.reduce((sum, message) => sum + message.content.length, 0);
    const completion = {
      id: "scripted",
      object: "chat.completion",
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
      usage: { prompt_tokens: Math.ceil(characters / 4), completion_tokens: Math.ceil(content.length / 4) },
    };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(completion));
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked: () => asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
