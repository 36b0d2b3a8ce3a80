import { createHash } from "node:crypto";
import { z } from "zod";

const Message = z.object({ role: z.string(), content: z.string() });

/** What is read of a request to an endpoint for chat completions. */
export const ChatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(Message).min(1),
  response_format: z.looseObject({ json_schema: z.looseObject({ name: z.string() }).optional() }).optional(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** One question of the loop, with what is random in it made the same every time. */
export type Question = {
  /** `introspect`, `generate`, `refine`, `compare`: the name of the form that the answer must have. */
  purpose: string;
  /** The hash of all messages: two questions with the same key are the same question. */
  key: string;
  messages: { role: string; content: string }[];
};

/** Reads a question. The marks of fences and of placeholders are new in every review, so they are replaced by fixed ones first. */
export function questionOf(request: ChatRequest): Question {
  const tag = /carry the mark (data-[0-9a-f]{18})\./.exec(request.messages[0]?.content ?? "")?.[1];
  const messages = request.messages.map(({ role, content }) => ({
    role,
    content: (tag === undefined ? content : content.replaceAll(tag, "data-TAG")).replace(
      /\b(REDACTED_[A-Z0-9_]{1,40}_)[0-9A-F]{8}\b/g,
      "$1TAG",
    ),
  }));
  const purpose = request.response_format?.json_schema?.name ?? "";
  const key = createHash("sha256")
    .update(JSON.stringify([purpose, messages]))
    .digest("hex")
    .slice(0, 24);
  return { purpose, key, messages };
}

/** What a question says between the marks of a blank: the code, the feedback, the knowledge. The last one, where there are several. */
export function blankOf({ messages }: Question, label: string): string | undefined {
  const all = messages.map(({ content }) => content).join("\n");
  const open = `<${label} data-TAG>\n`;
  const start = all.lastIndexOf(open);
  const end = all.indexOf(`</${label} data-TAG>`, start);
  return start < 0 || end < 0 ? undefined : all.slice(start + open.length, end);
}
