import { isDot, type Token } from "./tokens.ts";

/** A call as its tokens show it: `a.b.c(…)`; a receiver that is itself a call is left off. */
export type TokenCall = { callee: string; arguments: Token[][]; start: number; end: number };

/** Calls in a stretch of code, outer before inner. */
export function callsIn(tokens: readonly Token[]): TokenCall[] {
  const calls: TokenCall[] = [];
  const closing = closings(tokens);
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "mark" || token.text !== "(" || tokens[index - 1]?.kind !== "name") continue;
    let first = index - 1;
    while (first > 1 && isDot(tokens[first - 1]) && tokens[first - 2]?.kind === "name") first -= 2;
    const close = closing.get(index) ?? tokens.length;
    calls.push({
      callee: tokens
        .slice(first, index)
        .map((part) => part.text)
        .join(""),
      arguments: splitArguments(tokens.slice(index + 1, close)),
      start: tokens[first]?.start ?? 0,
      end: tokens[close]?.end ?? tokens.at(-1)?.end ?? 0,
    });
  }
  return calls;
}

function closings(tokens: readonly Token[]): Map<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "mark") continue;
    if (["(", "[", "{", "${"].includes(token.text)) open.push(index);
    if ([")", "]", "}", "}$"].includes(token.text)) {
      const start = open.pop();
      if (start !== undefined) found.set(start, index);
    }
  }
  return found;
}

function splitArguments(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "mark") {
      if (["(", "[", "{", "${"].includes(token.text)) depth += 1;
      if ([")", "]", "}", "}$"].includes(token.text)) depth -= 1;
      if (token.text === "," && depth === 0) {
        parts.push([]);
        continue;
      }
    }
    parts.at(-1)?.push(token);
  }
  return parts.length === 1 && parts[0]?.length === 0 ? [] : parts;
}
