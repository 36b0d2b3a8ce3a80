import type { Diagnostic } from "../../../core/analysis.ts";
import type { ParsedLanguage } from "../../../core/language.ts";
import { includesSafely } from "./includes-safely.ts";

/** A problem as a compiler prints it: its line, and its column in bytes or characters, both from 1. */
export type Complaint = { kind: Diagnostic["kind"]; message: string; line: number; column: number };

/** A compiler that only parses what stands on its standard input. */
export type FrontEnd = {
  by: string;
  argv: readonly string[];
  /** Whether this text may be shown to it. */
  accepts(text: string): boolean;
  /** Complaints in its output; none when it could not see enough to judge. */
  complaints(output: string): Complaint[];
};

/** Warnings are off, and columns count characters. */
const GCC_ARGV = ["-fsyntax-only", "-w", "-ftabstop=1", "-fno-diagnostics-color"];

const PYTHON_PROGRAM = `
import sys
try:
    compile(sys.stdin.buffer.read(), "<stdin>", "exec", dont_inherit=True)
except SyntaxError as error:
    print("<stdin>:%d:%d: error: %s" % (error.lineno or 1, error.offset or 1, error.msg))
except (ValueError, RecursionError, MemoryError, OverflowError) as error:
    print("<stdin>:1:1: error: %s" % type(error).__name__)
`;

const compiler = (by: string, language: string): FrontEnd => ({
  by,
  argv: [...GCC_ARGV, "-x", language, "-"],
  accepts: includesSafely,
  // Without its headers a file is full of unknown names that say nothing.
  complaints: (output) => (/fatal error:|file not found/.test(output) ? [] : complaintsIn(output)),
});

export const FRONT_ENDS: Partial<Record<ParsedLanguage, FrontEnd>> = {
  c: compiler("gcc", "c"),
  cpp: compiler("g++", "c++"),
  go: { by: "gofmt", argv: ["-e", "-l"], accepts: () => true, complaints: complaintsIn },
  python: {
    by: "python3",
    argv: ["-I", "-S", "-B", "-W", "ignore", "-c", PYTHON_PROGRAM],
    accepts: () => true,
    complaints: complaintsIn,
  },
};

const MAX_COMPLAINTS = 200;
const MAX_MESSAGE_LENGTH = 200;

/** Lines such as `<stdin>:3:7: error: expected ';'`; those about other files are not ours to tell. */
function complaintsIn(output: string): Complaint[] {
  const lines = output.matchAll(
    /^<(?:stdin|standard input)>:(\d{1,9}):(\d{1,9}): (?:error: )?(?!note: |warning: )(.{1,1000})$/gm,
  );
  return [...lines].slice(0, MAX_COMPLAINTS).map(([, line, column, message = ""]) => ({
    kind: kindOf(message),
    message: message.slice(0, MAX_MESSAGE_LENGTH),
    line: Number(line),
    column: Number(column),
  }));
}

function kindOf(message: string): Diagnostic["kind"] {
  if (/undeclared|not declared|has not been declared|unknown type name|does not name a type/.test(message))
    return "unbound";
  if (/redefinition|redeclar|conflicting (?:types|declaration)/.test(message)) return "redeclared";
  if (/incompatible|invalid conversion|no matching|too (?:few|many) arguments|no member|cannot convert/.test(message))
    return "type";
  return "syntax";
}
