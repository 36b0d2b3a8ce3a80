import { createServer, type ServerResponse } from "node:http";

/** A question as it came over the wire: the purpose by its schema's name, and everything that was sent. */
export type Question = { purpose: string; user: string; authorization: string; body: string };

/** An endpoint that speaks OpenAI's chat completions on the loopback interface, and records every question. */
export type ModelServer = {
  /** What makes a process use it. */
  environment: Record<string, string>;
  host: string;
  questions: Question[];
  close(): Promise<void>;
};

/** `answer` gives what the model says, or deals with the response itself and gives nothing. */
export async function openModelServer(
  answer: (question: Question, response: ServerResponse) => unknown,
): Promise<ModelServer> {
  const questions: Question[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const read = JSON.parse(body) as {
        messages: { content: string }[];
        response_format?: { json_schema?: { name: string } };
      };
      const question = {
        purpose: read.response_format?.json_schema?.name ?? "",
        user: read.messages
          .slice(1)
          .map(({ content }) => content)
          .join("\n"),
        authorization: request.headers.authorization ?? "",
        body,
      };
      questions.push(question);
      const said = answer(question, response);
      if (said === undefined) return;
      const message = { role: "assistant", content: JSON.stringify(said) };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ choices: [{ index: 0, finish_reason: "stop", message }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    environment: { OPENAI_BASE_URL: `http://${host}/v1`, OPENAI_API_KEY: "sk-hunter2-hunter2-hunter2" },
    host,
    questions,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
