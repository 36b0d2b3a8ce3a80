import { parseDocument } from "yaml";
import type { DocumentMeaning } from "../../../../core/analysis.ts";

/** Aliases that stand for more than this are a bomb. */
const MOST_ALIASES = 100;
const MOST_VALUES = 20_000;
/** Stands around an expression's path, whatever way its value comes into the script; no YAML text holds it. */
const [OPEN, CLOSE] = ["\u0001", "\u0002"];
const EXPRESSION = /\$\{\{\s*([\w.-]+)\s*\}\}/g;
const ONLY_EXPRESSION = /^\$\{\{\s*([\w.-]+)\s*\}\}$/;
const USE = /^\$(?:\{([A-Z_][A-Z0-9_]*)\}|([A-Z_][A-Z0-9_]*))/;

/**
 * What a workflow says, value by value, with scripts in one form for an expression and for a variable of the step that holds it: two texts
 * that say the same differ at most in how values reach the scripts, and in the quotes right around them. Undefined where the YAML can't be read.
 */
export function workflowMeaning(text: string): DocumentMeaning | undefined {
  const document = parseDocument(text, { logLevel: "silent" });
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) return undefined;
    throw error;
  }
  const says: string[] = [];
  walk(content, "", says);
  if (says.length >= MOST_VALUES) return undefined;
  return { parts: says.map((line) => line.slice(0, line.indexOf(" = "))), says };
}

function walk(value: unknown, path: string, says: string[]): void {
  if (says.length >= MOST_VALUES) return;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`, says);
  else if (isRecord(value))
    for (const [key, item] of Object.entries(asOneForm(value))) walk(item, path === "" ? key : `${path}.${key}`, says);
  else says.push(`${path} = ${JSON.stringify(value)}`);
}

/** A step with its script in one form, and without the variables that only hand expressions to it. */
function asOneForm(step: Record<string, unknown>): Record<string, unknown> {
  const { run, env, ...others } = step;
  if (typeof run !== "string") return step;
  const variables = new Map<string, string>();
  for (const [name, value] of isRecord(env) ? Object.entries(env) : []) {
    const path = typeof value === "string" ? ONLY_EXPRESSION.exec(value)?.[1] : undefined;
    if (path !== undefined) variables.set(name, path);
  }
  const used = new Set<string>();
  const script = withoutQuotesAround(withValues(run, variables, used));
  const left = isRecord(env) ? Object.entries(env).filter(([name]) => !used.has(name)) : [];
  return { ...others, run: script, ...(left.length > 0 ? { env: Object.fromEntries(left) } : {}) };
}

/** The script with its expressions, and variables where the shell puts their values in, marked alike. Here-documents stay as they are. */
function withValues(script: string, variables: ReadonlyMap<string, string>, used: Set<string>): string {
  const marked = script.replaceAll(EXPRESSION, `${OPEN}$1${CLOSE}`);
  if (/<<-?\s*\S/.test(marked)) return marked;
  let quoting: "none" | "double" | "single" = "none";
  let result = "";
  for (let at = 0; at < marked.length; at++) {
    const mark = marked[at] ?? "";
    const use = mark === "$" && quoting !== "single" ? USE.exec(marked.slice(at, at + 200)) : null;
    const name = use?.[1] ?? use?.[2];
    const path = name === undefined ? undefined : variables.get(name);
    if (use && name !== undefined && path !== undefined) {
      used.add(name);
      result += `${OPEN}${path}${CLOSE}`;
      at += use[0].length - 1;
      continue;
    }
    if (mark === "\\" && quoting !== "single") {
      result += marked.slice(at, at + 2);
      at++;
      continue;
    }
    if (mark === "'" && quoting !== "double") quoting = quoting === "single" ? "none" : "single";
    else if (mark === '"' && quoting !== "single") quoting = quoting === "double" ? "none" : "double";
    result += mark;
  }
  return result;
}

/** Quotes right around a value say how a shell takes it, not what it is: `'a '"${X}"''` hands over the same as `'a ${{ x }}'`. */
function withoutQuotesAround(script: string): string {
  const around = new RegExp(`(["'])(${OPEN}[^${CLOSE}]*${CLOSE})\\1`, "g");
  let [before, after] = ["", script];
  while (before !== after) [before, after] = [after, after.replaceAll(around, "$2")];
  return after;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
