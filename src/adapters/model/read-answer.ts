import type { z } from "zod";
import { ModelError } from "../../core/errors.ts";

/** Reasoning models behind plain endpoints put their thoughts in front of the answer. */
const THOUGHTS = /^\s*<think>[\s\S]*?<\/think>\s*/;
const FENCED = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/;

/**
 * The typed answer in a model's text: bare JSON, JSON in a fence, or JSON with prose around it.
 *
 * @throws ModelError `malformed`; the message names the fields that are wrong, never their values.
 */
export function readAnswer<T>(text: string, schema: z.ZodType<T>): T {
  const bare = text.replace(THOUGHTS, "");
  const json =
    parseJson(FENCED.exec(bare)?.[1] ?? bare) ?? parseJson(bare.slice(bare.indexOf("{"), bare.lastIndexOf("}") + 1));
  if (json === undefined) throw new ModelError("malformed", "the answer is not JSON");
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".") || "answer"}: ${issue.code}`);
  throw new ModelError("malformed", `the answer does not have the asked form (${issues.join("; ")})`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
