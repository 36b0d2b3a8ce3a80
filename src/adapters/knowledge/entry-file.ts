import { parse, stringify, YAMLError } from "yaml";
import type { z } from "zod";
import { UserError } from "../../core/errors.ts";
import { Entry, NEW_STANDING, type Example } from "../../core/knowledge.ts";

/** Larger files are refused unread. */
export const ENTRY_FILE_LIMIT_BYTES = 65_536;

/** The YAML between the two `---` lines: all of an entry but its text and examples, which are the Markdown below. */
export const FrontMatter = Entry.omit({ text: true, examples: true });

const FRONT = /^---[ \t]*\n([\s\S]*?)^---[ \t]*(?:\n|$)/m;
const EXAMPLE_HEADING = /^## (Vulnerable|Secure)[ \t]*$/;
/** A heading of the text itself that only looks like ours: written with one backslash more. */
const ESCAPED_HEADING = /^\\(\\*## (?:Vulnerable|Secure)[ \t]*)$/gm;
const HEADING_TO_ESCAPE = /^(\\*## (?:Vulnerable|Secure)[ \t]*)$/gm;

/**
 * Reads one entry: Markdown with YAML front matter; the examples are fenced code under `## Vulnerable` and `## Secure`,
 * paired by language and order.
 *
 * @throws UserError naming the file, the key and the reason, never a value.
 */
export function readEntryFile(text: string, path: string): Entry {
  if (Buffer.byteLength(text) > ENTRY_FILE_LIMIT_BYTES) {
    throw new UserError(`${path}: the file is larger than ${ENTRY_FILE_LIMIT_BYTES / 1024} KB`);
  }
  const normal = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const front = FRONT.exec(normal);
  if (front?.index !== 0) throw new UserError(`${path}: no front matter: the first line must be ---`);
  const { prose, examples } = readBody(normal.slice(front[0].length), path);
  return checked({ ...readYaml(front[1] ?? "", path), text: prose, examples }, path);
}

/** The file form of an entry; `readEntryFile` gives the same entry back (its text without blank lines around it). */
export function writeEntryFile(entry: Entry): string {
  const { text, examples, scope, status, apis, rewrites, origin, references, standing, ...named } = entry;
  const front = {
    ...named,
    ...(scope !== "shared" && { scope }),
    ...(status !== "active" && { status }),
    ...(apis.length > 0 && { apis }),
    ...(rewrites.length > 0 && { rewrites }),
    ...(origin !== "" && { origin }),
    ...(references.length > 0 && { references }),
    ...(JSON.stringify(standing) !== JSON.stringify(NEW_STANDING) && { standing }),
  };
  // Strings stay on one line each: block quotes and folded lines lose white space.
  const yaml = stringify(front, {
    lineWidth: 0,
    blockQuote: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    aliasDuplicateObjects: false,
  });
  return `---\n${yaml}---\n\n${text.trim().replaceAll(HEADING_TO_ESCAPE, "\\$1")}\n${examples.map(writeExample).join("")}`;
}

function writeExample({ language, vulnerable, secure }: Example): string {
  const section = (heading: string, code: string): string => {
    const fence = "`".repeat(Math.max(3, 1 + Math.max(0, ...(code.match(/`+/g) ?? []).map(({ length }) => length))));
    return `\n## ${heading}\n\n${fence}${language}\n${code}\n${fence}\n`;
  };
  return (vulnerable === undefined ? "" : section("Vulnerable", vulnerable)) + section("Secure", secure);
}

function readYaml(yaml: string, path: string): object {
  let value: unknown;
  try {
    // No alias is ever needed here, and aliases are what YAML bombs are made of.
    value = parse(yaml, { maxAliasCount: 0, uniqueKeys: true, merge: false, schema: "core", logLevel: "error" });
  } catch (error) {
    throw new UserError(`${path}: ${yamlReason(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`${path}: the front matter is not a list of keys with values`);
  }
  if (Object.hasOwn(value, "__proto__")) throw new UserError(`${path}: unknown field "__proto__"`);
  return value;
}

/** The parser's messages quote the text, so only its code and line are told. */
function yamlReason(error: unknown): string {
  if (error instanceof YAMLError) {
    const line = error.linePos?.[0].line;
    const where = line === undefined ? "" : ` in line ${line + 1}`;
    return `the front matter is not YAML${where} (${error.code.toLowerCase().replaceAll("_", " ")})`;
  }
  if (error instanceof ReferenceError) return "the front matter uses YAML aliases, which are not allowed here";
  return "the front matter could not be read";
}

function checked(value: unknown, path: string): Entry {
  const result = Entry.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.slice(0, 5).map(issueText);
  throw new UserError(`${path}: ${reasons.join("; ")}`);
}

/** Key and reason of what a schema refused; values stay out. */
export function issueText(issue: z.core.$ZodIssue): string {
  const key = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") return `unknown field ${issue.keys.slice(0, 3).map(shown).join(", ")}`;
  return key === "" ? issue.message : `${key}: ${issue.message}`;
}

/** A key of somebody else's file, fit for a terminal line. */
function shown(key: string): string {
  return JSON.stringify(key.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 40));
}

type Block = { heading: "Vulnerable" | "Secure"; language: string; code: string };

function readBody(body: string, path: string): { prose: string; examples: Example[] } {
  const lines = body.split("\n");
  const start = lines.findIndex((line) => EXAMPLE_HEADING.test(line));
  const prose = lines.slice(0, start < 0 ? undefined : start).join("\n");
  const blocks = start < 0 ? [] : readBlocks(lines.slice(start), path);
  return { prose: prose.trim().replaceAll(ESCAPED_HEADING, "$1"), examples: paired(blocks, path) };
}

function readBlocks(lines: string[], path: string): Block[] {
  const blocks: Block[] = [];
  let heading: Block["heading"] = "Secure";
  let open: { fence: string; language: string; code: string[] } | undefined;
  for (const line of lines) {
    if (open) {
      if (line.trimEnd() === open.fence) {
        blocks.push({ heading, language: open.language, code: open.code.join("\n") });
        open = undefined;
      } else open.code.push(line);
      continue;
    }
    const found = EXAMPLE_HEADING.exec(line)?.[1];
    const fence = /^(`{3,})([\w+#.-]{0,20})[ \t]*$/.exec(line);
    if (found === "Vulnerable" || found === "Secure") heading = found;
    else if (fence) open = { fence: fence[1] ?? "", language: fence[2] ?? "", code: [] };
    else if (line.trim() !== "") throw new UserError(`${path}: only fenced code may stand under ## ${heading}`);
  }
  if (open) throw new UserError(`${path}: the code under ## ${heading} is not closed`);
  return blocks;
}

/** Each secure block takes the first vulnerable one of its language that stands before it and is not taken. */
function paired(blocks: readonly Block[], path: string): Example[] {
  const waiting: Block[] = [];
  const examples: Example[] = [];
  for (const block of blocks) {
    if (block.heading === "Vulnerable") {
      waiting.push(block);
      continue;
    }
    const at = waiting.findIndex(({ language }) => language === block.language);
    const [partner] = at < 0 ? [] : waiting.splice(at, 1);
    examples.push({ language: block.language, ...(partner && { vulnerable: partner.code }), secure: block.code });
  }
  if (waiting.length > 0) throw new UserError(`${path}: code under ## Vulnerable has no counterpart in its language under ## Secure`);
  return examples;
}
