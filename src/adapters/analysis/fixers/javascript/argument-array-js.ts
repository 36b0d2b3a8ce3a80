import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer } from "../fixer.ts";
import { onlyDefinitionOf } from "./definition-of.ts";
import { quoteOf } from "./quote-of.ts";
import { shellWords, type ShellWord } from "../shell-words.ts";
import { piecesOf } from "../text-part.ts";
import { textParts } from "./text-parts.ts";

const Options = z.strictObject({});

/** Starts the program by `execFile` with the command's words as an array; undefined where only a shell can run the command. */
export function argumentArrayJs(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["execFile", "execFileSync", "child_process", "node:child_process"],
    fix({ match, root, source }) {
      const callee = match.field("function");
      const command = match.getMatch("COMMAND");
      const parsed = /^(?<owner>[\s\S]*\.)?(?<name>exec|execSync)$/.exec(callee?.text() ?? "");
      if (!callee || !command || !parsed?.groups || /\bshell\s*:/.test(match.text())) return undefined;
      const { owner, name } = parsed.groups;
      if (owner !== undefined && !bindsChildProcess(owner.slice(0, -1), source.text)) return undefined;
      const text = textParts(command) ? command : onlyDefinitionOf(command, root);
      const parts = text && textParts(text);
      const words = parts && shellWords(piecesOf(parts));
      const statement =
        text && text.id() !== command.id()
          ? text.ancestors().find((node) => String(node.kind()).endsWith("_declaration"))
          : undefined;
      if (!words || (text && text.id() !== command.id() && statement?.namedChildren().length !== 1)) return undefined;
      const quote = quoteOf(source.text);
      const [program, ...rest] = words.map((word) => wordText(word, quote));
      const edits = [
        {
          start: callee.range().end.index - (name?.length ?? 0),
          end: callee.range().end.index,
          text: name === "exec" ? "execFile" : "execFileSync",
        },
        {
          start: command.range().start.index,
          end: command.range().end.index,
          text: `${program}, [${rest.join(", ")}]`,
        },
      ];
      if (statement) edits.push(removal(statement, source.text));
      const brought = name === "exec" ? "execFile" : "execFileSync";
      return {
        edits,
        ...(owner === undefined ? { imports: [`import { ${brought} } from "node:child_process"`] } : {}),
      };
    },
  };
}

function bindsChildProcess(owner: string, text: string): boolean {
  if (/^require\(["'](?:node:)?child_process["']\)$/.test(owner)) return true;
  if (!/^[\w$]+$/.test(owner)) return false;
  const name = owner.replaceAll("$", "\\$");
  return new RegExp(
    `\\b${name}\\s*=\\s*require\\(["'](?:node:)?child_process["']\\)|import\\s+(?:\\*\\s+as\\s+)?${name}\\s+from\\s+["'](?:node:)?child_process["']`,
  ).test(text);
}

function wordText(word: ShellWord, quote: string): string {
  if (word.every((piece) => piece.kind === "text")) return quoted(word.map((piece) => piece.text).join(""), quote);
  const [only] = word;
  if (word.length === 1 && only) return spread(only.text);
  const template = word.map((piece) =>
    piece.kind === "text" ? piece.text.replaceAll(/[`$\\]/g, "\\$&") : `\${${piece.text}}`,
  );
  return `\`${template.join("")}\``;
}

function quoted(text: string, quote: string): string {
  return `${quote}${text.replaceAll(quote, `\\${quote}`)}${quote}`;
}

/** `list.join(" ")` was a list of words. */
function spread(value: string): string {
  const joined = /^([\w$.]+(?:\([\d, ]*\))?)\.join\((["'`]) \2\)$/.exec(value);
  return joined ? `...${joined[1]}` : value;
}

/** The whole line of a statement that nothing needs any more. */
function removal(statement: SgNode, text: string): { start: number; end: number; text: string } {
  const start = text.lastIndexOf("\n", statement.range().start.index - 1) + 1;
  const newline = text.indexOf("\n", statement.range().end.index);
  const alone =
    text.slice(start, statement.range().start.index).trim() === "" &&
    newline >= 0 &&
    text.slice(statement.range().end.index, newline).trim() === "";
  return alone
    ? { start, end: newline + 1, text: "" }
    : { start: statement.range().start.index, end: statement.range().end.index, text: "" };
}
