import type { Place } from "./read-workflow.ts";

/** One `${{ … }}` with the contexts that its value is made of, as `github.event.issue.title` or `steps.x.outputs.y`. */
export type Expression = Place & { inner: string; paths: string[] };

/** Written in a part of the text; offsets are the text's. */
export function expressionsIn(text: string, { start, end }: Place): Expression[] {
  return [...text.slice(start, end).matchAll(/\$\{\{([\s\S]{0,2000}?)\}\}/g)].map((match) => {
    const inner = match[1] ?? "";
    const at = start + match.index;
    return { start: at, end: at + match[0].length, inner: inner.trim(), paths: pathsIn(inner) };
  });
}

/** What gives yes or no, or a digest, carries no text of its arguments. */
const ANSWERS = /\b(?:contains|startsWith|endsWith|hashFiles)\([^()]{0,400}(?:\([^()]{0,200}\)[^()]{0,200})?\)/gi;
const COMPARED = /[\w.\-*[\]']{1,200}\s*(?:==|!=|<=?|>=?)\s*(?:'[^']{0,200}'|[\w.-]{1,200})/g;
const PATH =
  /(?<![\w.'-])(?:github|steps|needs|env|inputs|matrix|secrets)(?:\.[\w*-]+|\[(?:'[^'\]]{0,80}'|\d{1,9})\])*/gi;

/** The contexts that an expression's value may hold text of; also for `if:`, whose `${{ }}` may be left out. */
export function pathsIn(inner: string): string[] {
  const carrying = inner.replaceAll(ANSWERS, " ").replaceAll(COMPARED, " ");
  return [...carrying.matchAll(PATH)].map(([path]) =>
    path
      .replaceAll(/\['([^']*)'\]/g, ".$1")
      .replaceAll(/\[\d+\]/g, ".*")
      .replace(/^\w+/, (context) => context.toLowerCase()),
  );
}
