import { basename } from "node:path/posix";
import { lintSource } from "@secretlint/core";
import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import type { Source } from "../../../core/analysis.ts";
import type { FoundSecret } from "./found-secret.ts";
import { isPlaceholder } from "./is-placeholder.ts";

/** Names and addresses are no secrets; and whoever wrote the code must not switch the search off by a comment. */
const NOT_WANTED = /filter-comments|AccountID/i;

/** Their passwords are found by form, without the URL around them. */
const FOUND_BY_FORM = /basicauth|connection-string|privatekey/;

const config = {
  rules: rules
    .filter((rule) => !NOT_WANTED.test(rule.meta.id) && !FOUND_BY_FORM.test(rule.meta.id))
    .map((rule) => ({ id: rule.meta.id, rule })),
};

/** What secretlint's recommended rules find. Its ranges are not always the value's, so the value is looked up again. */
export async function secretlintSecrets({ path, text }: Source): Promise<FoundSecret[]> {
  const filePath = `/${basename(path)}`;
  const { messages } = await lintSource({
    source: { content: text, filePath, ext: /\.\w{1,10}$/.exec(filePath)?.[0] ?? "", contentType: "text" },
    options: { config, noPhysicFilePath: true },
  });
  return messages
    .filter((message) => !NOT_WANTED.test(message.messageId))
    .flatMap((message) => {
      const [from, to] = message.range;
      const values = Object.values(message.data ?? {}).filter((value) => typeof value === "string");
      const value = values.find((value) => value.length > 3 && text.includes(value, from)) ?? text.slice(from, to);
      const start = text.indexOf(value, from);
      if (value.includes("\n") || isPlaceholder(value)) return [];
      return [{ kind: kindOf(message.ruleId), start, end: start + value.length }];
    });
}

function kindOf(ruleId: string): string {
  return `${ruleId.slice(ruleId.lastIndexOf("rule-") + "rule-".length)}-key`;
}
