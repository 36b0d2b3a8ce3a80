import type { Edit } from "../../../../core/text.ts";
import type { Expression } from "./expressions.ts";
import type { Step } from "./read-workflow.ts";

/**
 * Hands an expression's value over in an environment variable of the step, which a shell doesn't take apart: `"${ISSUE_TITLE}"`.
 * Only for a `run` of a POSIX shell whose step is written as a block; elsewhere undefined.
 */
export function environmentFix(
  { end, inner, start }: Expression,
  path: string,
  script: Step["scripts"][number],
  step: Step,
  text: string,
): Edit[] | undefined {
  const run = step.entries.get("run");
  if (!run || script.start !== run.start || inner !== path || !/^[\w.-]+$/.test(path)) return undefined;
  if (/pwsh|powershell|cmd|python|node/i.test(step.entries.get("shell")?.text ?? "")) return undefined;
  const quoting = quotingBefore(text.slice(script.start, start).replace(/^[|>][^\n]*/, ""));
  const name = nameFor(path);
  if (
    quoting === undefined ||
    name === "" ||
    step.env.has(name) ||
    text.slice(step.start, step.end).includes(`$${name}`)
  )
    return undefined;
  const use = { none: `"\${${name}}"`, double: `\${${name}}`, single: `'"\${${name}}"'` }[quoting];
  const added = environmentEdit(`${name}: \${{ ${inner} }}`, step, run.keyStart, text);
  return added && [{ start, end, text: use }, added].toSorted((a, b) => a.start - b.start);
}

/** `github.event.pull_request.title` becomes `PULL_REQUEST_TITLE`. */
function nameFor(path: string): string {
  return path
    .replace(/^(?:github\.event|github|steps|needs|inputs|env)\./, "")
    .replace(/\.outputs\./, ".")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .toUpperCase();
}

/** How the shell reads what comes next; undefined in a here-document or after a mark that isn't plain. */
function quotingBefore(script: string): "none" | "double" | "single" | undefined {
  if (/<<-?\s*\S/.test(script)) return undefined;
  let quoting: "none" | "double" | "single" = "none";
  for (let at = 0; at < script.length; at++) {
    const mark = script[at];
    if (mark === "\\" && quoting !== "single") at++;
    else if (mark === "`" || script.startsWith("$(", at)) return undefined;
    else if (mark === "'" && quoting !== "double") quoting = quoting === "single" ? "none" : "single";
    else if (mark === '"' && quoting !== "single") quoting = quoting === "double" ? "none" : "double";
  }
  return quoting;
}

/** A line more in the step's `env`, or an `env` before its `run`. */
function environmentEdit(line: string, step: Step, runStart: number, text: string): Edit | undefined {
  const end = /\r?\n/.exec(text)?.[0] ?? "\n";
  const first = [...step.env.values()][0];
  if (first) {
    const indent = indentBefore(first.keyStart, text);
    return indent === undefined
      ? undefined
      : { start: first.keyStart, end: first.keyStart, text: `${line}${end}${indent}` };
  }
  if (step.entries.has("env")) return undefined;
  const lead = text.slice(text.lastIndexOf("\n", runStart - 1) + 1, runStart);
  if (!/^[ ]*(?:- +)?$/.test(lead)) return undefined;
  const indent = " ".repeat(lead.length);
  return { start: runStart, end: runStart, text: `env:${end}${indent}  ${line}${end}${indent}` };
}

function indentBefore(at: number, text: string): string | undefined {
  const lead = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return /^ *$/.test(lead) ? lead : undefined;
}
