import type { Language } from "./language.ts";
import type { Edit, LineRange, Span } from "./text.ts";
import type { Cwe, Severity } from "./weakness.ts";

/** A file as an analyser sees it: always the whole file, so that imports and scopes are there. */
export type Source = { path: string; language: Language; text: string };

/** What one look at a source should bring. All parts share one parse. */
export type Wanted = {
  outline?: boolean;
  /** Rules: `speaks` = those trusted to be reported alone, `all` = hints too. */
  alerts?: "speaks" | "all";
  /** Problems of syntax and binding by the best front end at hand. */
  diagnostics?: boolean;
  /** Behaviour of the code in these lines, for comparing it before and after a patch. */
  facts?: LineRange;
  /** Places where these rules' secure shapes stand. */
  shapes?: string[];
  /** Edits that bring these import statements into the file where its language wants them; those already there bring none. */
  importing?: string[];
  /** What a workflow or Dockerfile says, for comparing it before and after a patch. */
  meaning?: boolean;
  /** Values that look like secrets: keys, tokens, passwords. */
  secrets?: boolean;
  /** Apply these pattern → replacement pairs (lessons' rewrites) within `lines`. */
  rewrite?: { rewrites: Rewrite[]; lines: LineRange };
};

export type Reading = {
  outline?: Outline;
  alerts?: Alert[];
  diagnostics?: Diagnostic[];
  facts?: Facts;
  shapes?: Shape[];
  importEdits?: Edit[];
  meaning?: DocumentMeaning;
  secrets?: Secret[];
  rewrites?: { rewrite: Rewrite; edits: Edit[] }[];
};

/**
 * Analysers on text. The same call serves the author's code and our patch.
 *
 * @throws AnalysisError when this file could not be analysed (parser crash, hang, too large); the next call works again.
 */
export type Analysis = {
  read(source: Source, wanted: Wanted, signal?: AbortSignal): Promise<Reading>;
  /** The rules for these languages and their kin, all without a list; fixed for the life of the process. */
  rules(languages?: readonly Language[]): Promise<readonly RuleSummary[]>;
  close(): Promise<void>;
};

/** One file could not be analysed; `reason` is for people and holds no code. */
export class AnalysisError extends Error {
  override readonly name = "AnalysisError";
}

export type RuleSummary = {
  id: string;
  language: Language;
  weakness: Cwe;
  severity: Severity;
  tier: Tier;
  title: string;
  /** What a person should do; Markdown of one or two sentences. */
  message: string;
  references: string[];
  hasFix: boolean;
  hasShape: boolean;
  /** Callees, modules and words that the rule's own fix or secure shape may bring into a unit. */
  vocabulary: string[];
};

export type Tier = "speaks" | "hints";

/** What a rule reports of a source. */
export type Alert = {
  ruleId: string;
  weakness: Cwe;
  severity: Severity;
  tier: Tier;
  message: string;
  /** The tight place of the sink: rarely more than one line. */
  span: Span;
  /** The text of `span`. */
  quote: string;
  /** What is dangerous, normalised: a callee such as `cursor.execute`, or the construct's name. Part of a finding's identity. */
  sink: string;
  /** Candidates in order of preference; each is complete by itself (imports included). */
  fixes: RuleFix[];
};

export type RuleFix = {
  edits: Edit[];
  /** What it does, for people: "binds the values as parameters". */
  title: string;
};

/** A secret value: `span` covers the value alone, without quotes or name. `kind` is a word for people: "aws-access-key", "private-key", "password". */
export type Secret = { kind: string; span: Span };

/**
 * What a document without a grammar says, in its order: its parts (keys of jobs and steps, instructions), and each with its value in a form
 * that is the same however the value is handed over.
 */
export type DocumentMeaning = { parts: string[]; says: string[] };

/** Rewriting one shape of code into another: ast-grep patterns with `$METAVARIABLES`. */
export type Rewrite = { language: Language; pattern: string; replacement: string; imports?: string[] };

/** A secure shape of a rule that stands in a source, with the names that flow into it. */
export type Shape = { ruleId: string; span: Span; names: string[] };

export type Diagnostic = {
  kind: "syntax" | "unbound" | "unused" | "redeclared" | "type";
  message: string;
  span: Span;
  /** The front end that says so: "tree-sitter", "oxc", "ruff", "gcc". */
  by: string;
};

export type Outline = {
  /** Outer before inner, in source order. */
  definitions: Definition[];
  imports: Import[];
  calls: Call[];
  /** Route, middleware and handler registrations: decorators with paths, `app.use(x)`, `mux.HandleFunc("/x", f)`. */
  registrations: Registration[];
};

export type Definition = {
  kind: "function" | "method" | "class" | "type";
  /** `login`, and with its owners `Users.login`. */
  name: string;
  qualifiedName: string;
  /** Decorators, annotations and a directly preceding doc comment belong to it. */
  span: Span;
  /** Everything before the body, on one line, without doc comment. */
  signature: string;
};

/** `module` as written: `os.path`, `./db.js`, `net/http`, `<stdio.h>`. `names` are the local names it binds. */
export type Import = { module: string; names: string[]; span: Span };

/** `callee` as written, without arguments and white space: `self.db.execute`. */
export type Call = { callee: string; span: Span };

/** `handler` is the name that is registered, when it is a name. */
export type Registration = { text: string; handler?: string; span: Span };

/** What code does, as far as syntax tells. Texts are normalised: white space outside strings folded, comments gone. */
export type Facts = {
  /** One a definition in the lines, outer first; empty for top-level code. */
  signatures: string[];
  calls: FactCall[];
  returns: Step[];
  raises: Step[];
  /** Names used but not bound inside the lines (parameters and locals are bound); property names don't count. */
  freeNames: string[];
  /** Names bound at the top level of the file or of the enclosing class (functions, imports, globals). */
  fileNames: string[];
  /** Names that the language itself binds, or that an included standard header declares. */
  builtins: string[];
  /** Contents of string literals, without quotes; the fixed parts of templates count one each. */
  strings: string[];
  numbers: string[];
  /** Locals that are assigned and never read. */
  unread: string[];
  /** Statements that can't be reached: they follow a return, raise, break or continue in the same block. */
  unreachable: Span[];
  /** Assignments to something other than a plain local, whole: `self.x = 1`; `target` is what is written, `self.x`. */
  writes: (Step & { target?: string })[];
  /** How many statements there are; deleting most of them is no repair. */
  statements: number;
};

/** `nesting` = the control structures around it inside the lines, outermost first, as `if cond`, `for x in xs`, `try`. */
export type Step = { text: string; nesting: string[]; span: Span };

export type FactCall = Step & {
  callee: string;
  arguments: string[];
  /** Names that occur in the arguments. */
  names: string[];
  /** It stands as a statement of its own: its value goes nowhere. */
  discarded: boolean;
};
