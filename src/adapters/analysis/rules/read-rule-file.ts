import { parse } from "yaml";
import type { z } from "zod";
import { UserError } from "../../../core/errors.ts";

/**
 * What a rule file or `utils.yml` says.
 *
 * @throws UserError that names the file and the key, when it isn't what the schema asks for.
 */
export function readRuleFile<T>(path: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 20 });
  } catch (error) {
    throw new UserError(`${path}: ${error instanceof Error ? error.message.split("\n")[0] : "can't be read"}`, {
      cause: error,
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`);
  throw new UserError(`${path}: ${reasons.join("; ")}`);
}
