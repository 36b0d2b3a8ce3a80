import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { parse as parseWith, registerDynamicLanguage, type SgNode } from "@ast-grep/napi";
import {
  OPTIONAL_LANGUAGES,
  parserPackage,
  type OptionalLanguage,
  type OutlinedLanguage,
} from "../../core/language.ts";

const require = createRequire(import.meta.url);

/** Grammars that come as packages of their own; loaded on first use, since each is megabytes. */
const PACKAGES = { python: "python", java: "java", go: "go", c: "c", cpp: "cpp" } as const;
const BUILT_IN = { javascript: "JavaScript", typescript: "TypeScript", tsx: "Tsx" } as const;

let registered: ReadonlySet<string> | undefined;

/** The names that ast-grep knows now. It takes languages once in a process, so those that are installed go all together. */
function register(): ReadonlySet<string> {
  if (registered) return registered;
  const required = Object.entries(PACKAGES).map(([language, name]) => [language, require(`@ast-grep/lang-${name}`)]);
  const optional = OPTIONAL_LANGUAGES.flatMap((language) => {
    const grammar = installedGrammar(language);
    return grammar ? [[language, grammar]] : [];
  });
  const grammars = Object.fromEntries([...required, ...optional]);
  registerDynamicLanguage(grammars);
  return (registered = new Set(Object.keys(grammars)));
}

/** Undefined when the package, or its library for this machine, is not there: ast-grep would take the process down. */
function installedGrammar(language: OptionalLanguage): { libraryPath: string } | undefined {
  try {
    const grammar = require(parserPackage(language));
    return existsSync(grammar.libraryPath) ? grammar : undefined;
  } catch {
    return undefined;
  }
}

/** Is the package of this language installed beside ours? */
export function hasParser(language: OptionalLanguage): boolean {
  return register().has(language);
}

/**
 * The syntax tree's root. Never throws on bad code: problems stand in the tree as ERROR and zero-width nodes.
 *
 * @throws Error when the parser of an optional language is not installed.
 */
export function parse(language: OutlinedLanguage, text: string): SgNode {
  if (isBuiltIn(language)) return parseWith(BUILT_IN[language], text).root();
  register();
  return parseWith(language, text).root();
}

function isBuiltIn(language: string): language is keyof typeof BUILT_IN {
  return language in BUILT_IN;
}

export type { SgNode };
