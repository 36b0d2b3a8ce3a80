import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Prompt } from "../core/model.ts";
import { PROMPT_BLANKS, PROMPT_NAMES, type PromptName, type Prompts, type PromptValues } from "../core/prompts.ts";

type Template = { system: string; user: string };

/** The line between a prompt file's system part and its user part; a file without it is a user part alone. */
const DIVIDER = /^---$/m;
const BLANK = /\{\{(\w+)\}\}/g;
const WORD = /^[\w .,+#()-]{1,80}$/;

/**
 * Reads the prompt files beside this one.
 *
 * @throws Error when a file has other blanks than `PROMPT_BLANKS` declares: a misspelt blank would send `{{cde}}` to the model.
 */
export function loadPrompts(readTemplate: (name: PromptName) => string = readFile): Prompts {
  const files = PROMPT_NAMES.map((name) => ({ name, text: readTemplate(name) }));
  const templates = new Map<PromptName, Template>(
    files.map(({ name, text }) => [name, readPromptTemplate(name, text)]),
  );

  return {
    version: createHash("sha256")
      .update(files.map(({ text }) => text).join("\0"))
      .digest("hex")
      .slice(0, 12),
    fill<N extends PromptName>(name: N, values: PromptValues<N>, tag: string): Prompt {
      const template = templates.get(name) ?? readPromptTemplate(name, readTemplate(name));
      const given: Record<string, string> = values;
      const kinds: Record<string, string> = PROMPT_BLANKS[name];
      const fill = (part: string) =>
        part.replace(BLANK, (_, blank: string) => {
          const value = given[blank] ?? "";
          return kinds[blank] === "word" ? word(blank, value) : fence(blank, value, tag);
        });
      return { system: template.system.replace(/\{\{tag\}\}/g, tag), user: fill(template.user) };
    },
  };
}

/** Checked against the declaration; front to back, the file is plain text. */
export function readPromptTemplate(name: PromptName, text: string): Template {
  const [first = "", second] = text.split(DIVIDER, 2);
  const template =
    second === undefined ? { system: "", user: first.trim() } : { system: first.trim(), user: second.trim() };
  const used = new Set([...template.user.matchAll(BLANK)].map((match) => match[1] ?? ""));
  const declared = Object.keys(PROMPT_BLANKS[name]);
  const wrong = [...used]
    .filter((blank) => !declared.includes(blank))
    .concat(declared.filter((blank) => !used.has(blank)));
  if (wrong.length > 0)
    throw new Error(`prompt ${name}: blanks that are not both declared and used: ${wrong.join(", ")}`);
  if (/\{\{(?!tag\}\})/.test(template.system))
    throw new Error(`prompt ${name}: the system part is the same for every unit and has no blanks but {{tag}}`);
  return template;
}

/** Data between two lines that it can't contain: the tag is random and unknown to whoever wrote the data. */
function fence(label: string, text: string, tag: string): string {
  const inside = text.replaceAll(tag, "");
  return `<${label} ${tag}>\n${inside}${inside.endsWith("\n") || inside === "" ? "" : "\n"}</${label} ${tag}>`;
}

function word(blank: string, text: string): string {
  if (!WORD.test(text)) throw new Error(`the blank ${blank} takes a plain word`);
  return text;
}

function readFile(name: PromptName): string {
  return readFileSync(new URL(`./${name}.md`, import.meta.url), "utf8");
}
