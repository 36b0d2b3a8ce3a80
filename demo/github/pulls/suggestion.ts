import { Lexer } from "marked";

/** What the suggestion blocks of a comment ask for, in their order: the lines to stand there instead. No lines means to delete. */
export function readSuggestions(body: string): string[][] {
  const found: string[][] = [];
  const lexer = new Lexer({ gfm: true });
  const tokens = lexer.lex(body.replaceAll("\r\n", "\n"));
  walk(tokens, (raw, language) => {
    if (language?.trim().split(/\s/)[0] === "suggestion") found.push(linesOfFence(raw));
  });
  return found;
}

type Token = { type: string; raw: string; lang?: string; tokens?: Token[]; items?: Token[] };

function walk(tokens: readonly object[], see: (raw: string, language: string | undefined) => void): void {
  for (const token of tokens) {
    if (!isToken(token)) continue;
    if (token.type === "code") see(token.raw, token.lang);
    walk(token.tokens ?? [], see);
    walk(token.items ?? [], see);
  }
}

const isToken = (token: object): token is Token => "type" in token && "raw" in token;

/** From the fence's source, for one empty line is another thing than none. An indented fence takes its indent off every line. */
function linesOfFence(raw: string): string[] {
  const [open = "", ...lines] = raw.replace(/\n+$/, "").split("\n");
  const [, indent = "", fence = ""] = /^( {0,3})(`{3,}|~{3,})/.exec(open) ?? [];
  const last = lines.at(-1)?.trim() ?? "";
  if (last.length >= fence.length && last === (fence[0] ?? "`").repeat(last.length)) lines.pop();
  return lines.map((line) => line.slice(Math.min(indent.length, line.length - line.trimStart().length)));
}
