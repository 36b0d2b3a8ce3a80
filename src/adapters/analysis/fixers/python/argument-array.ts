import { z } from "zod";
import type { Edit } from "../../../../core/text.ts";
import type { SgNode } from "../../parse.ts";
import type { Fixer, FixerInput, MakeFixer } from "../fixer.ts";
import { builtString } from "../python-pieces.ts";
import { shellWords, type ShellWord } from "../shell-words.ts";
import { singleDefinition } from "./single-definition.ts";

const Options = z.strictObject({});
/** A number by its name or its making: an argument must be text. */
const NUMERIC =
  /(?:^|[._])(?:n|num\w*|count|size|port|pid|uid|gid|width|height|timeout|seconds|limit|index|\w*_id|id)$/i;

/**
 * Python: a command line for a shell becomes a list of arguments for `subprocess`, without a shell. `os.system(x)`,
 * `os.popen(x).read()` and `subprocess.*(x, shell=True)`; the words are those that the shell would have made.
 */
export const argumentArray: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    fix: arrayed,
    vocabulary: [
      "subprocess.run",
      "subprocess",
      "run",
      "str",
      "check",
      "returncode",
      "stdout",
      "capture_output",
      "text",
    ],
  };
};

function arrayed({ root, match }: FixerInput): ReturnType<Fixer["fix"]> {
  const [command, ...others] = match.field("arguments")?.namedChildren() ?? [];
  const expression = command && singleDefinition(root, command);
  const built = expression && builtString(expression);
  const words = built && shellWords(built.pieces);
  const quote = built?.literals[0]?.quote.slice(0, 1) ?? '"';
  const isRaw = built?.literals.some((literal) => literal.prefix !== "");
  if (!command || !expression || !words || isRaw || !words.some((word) => word.some((piece) => piece.kind === "value")))
    return undefined;
  const written = words.map((word) => argument(word, quote));
  if (written.includes(undefined)) return undefined;
  const list = `[${written.join(", ")}]`;
  const callee = match.field("function")?.text() ?? "";
  const edits = callee.startsWith("subprocess.") ? withoutShell(match, others) : viaRun(match, callee, others);
  if (!edits) return undefined;
  const range = expression.range();
  return {
    edits: [...edits.edits, { start: range.start.index, end: range.end.index, text: list }],
    imports: edits.imports,
  };
}

/** `shell=True` goes, with the comma before it; nothing else of the call changes. */
function withoutShell(call: SgNode, others: readonly SgNode[]): { edits: Edit[]; imports: string[] } | undefined {
  const shell = others.find(
    (argument) => argument.is("keyword_argument") && argument.field("name")?.text() === "shell",
  );
  const before = shell?.prev();
  if (!shell || !before || others.some((argument) => /splat/.test(String(argument.kind())))) return undefined;
  if (others.some((argument) => argument.field("name")?.text() === "executable")) return undefined;
  const start = (before.is(",") ? before : shell).range().start.index;
  return { edits: [{ start, end: shell.range().end.index, text: "" }], imports: [] };
}

/** `os.system` ignores failure and gives a status, `os.popen(…).read()` gives the output. */
function viaRun(
  call: SgNode,
  callee: string,
  others: readonly SgNode[],
): { edits: Edit[]; imports: string[] } | undefined {
  const name = call.field("function");
  const args = call.field("arguments");
  if (!name || !args || others.length > 0) return undefined;
  const { start, end } = name.range();
  const close = args.range().end.index - 1;
  const edits: Edit[] = [{ start: start.index, end: end.index, text: "subprocess.run" }];
  const imports = ["import subprocess"];
  if (callee === "os.system") {
    const discarded = call.parent()?.is("expression_statement");
    if (!discarded && !isComparedToZero(call)) return undefined;
    edits.push({ start: close, end: close + 1, text: discarded ? ", check=False)" : ", check=False).returncode" });
    return { edits, imports };
  }
  const read = call.parent();
  const reading = read?.parent();
  if (callee !== "os.popen" || !read?.is("attribute") || read.field("attribute")?.text() !== "read") return undefined;
  if (!reading?.is("call") || reading.field("arguments")?.namedChildren().length !== 0) return undefined;
  edits.push({
    start: close,
    end: reading.range().end.index,
    text: ", capture_output=True, text=True, check=False).stdout",
  });
  return { edits, imports };
}

/** The wait status and the exit code differ in all but being zero. */
function isComparedToZero(call: SgNode): boolean {
  const parent = call.parent();
  if (parent?.is("comparison_operator"))
    return /^.*[=!]=\s*0$/s.test(parent.text()) || /^0\s*[=!]=/.test(parent.text());
  return parent?.is("not_operator") ?? false;
}

function argument(word: ShellWord, quote: string): string | undefined {
  const [only, ...others] = word;
  if (word.every((piece) => piece.kind === "text")) return quoted(word.map((piece) => piece.text).join(""), quote);
  if (only?.kind === "value" && others.length === 0)
    return NUMERIC.test(only.text) || only.node.is("binary_operator") ? `str(${only.text})` : only.text;
  const unfit = word.some((piece) => piece.text.includes(quote) || /[\\\n]/.test(piece.text));
  const parts = word.map((piece) =>
    piece.kind === "text" ? piece.text.replaceAll(/[{}]/g, "$&$&") : `{${piece.text}}`,
  );
  return unfit ? undefined : `f${quote}${parts.join("")}${quote}`;
}

function quoted(text: string, quote: string): string | undefined {
  return text.includes(quote) || text.includes("\\") ? undefined : quote + text + quote;
}
