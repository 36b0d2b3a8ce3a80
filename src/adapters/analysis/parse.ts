import { createRequire } from "node:module";
import { parse as parseWith, registerDynamicLanguage, type SgNode } from "@ast-grep/napi";
import type { ParsedLanguage } from "../../core/language.ts";

const require = createRequire(import.meta.url);

/** Grammars that come as packages of their own; loaded on first use, since each is megabytes. */
const PACKAGES = { python: "python", java: "java", go: "go", c: "c", cpp: "cpp" } as const;
const BUILT_IN = { javascript: "JavaScript", typescript: "TypeScript", tsx: "Tsx" } as const;

// ast-grep replaces all registered languages at each registration, so they are registered together, once.
let registered = false;
function register(): void {
  if (registered) return;
  registerDynamicLanguage(
    Object.fromEntries(
      Object.entries(PACKAGES).map(([language, name]) => [language, require(`@ast-grep/lang-${name}`)]),
    ),
  );
  registered = true;
}

/** The syntax tree's root. Never throws on bad code: problems stand in the tree as ERROR and zero-width nodes. */
export function parse(language: ParsedLanguage, text: string): SgNode {
  if (isBuiltIn(language)) return parseWith(BUILT_IN[language], text).root();
  register();
  return parseWith(language, text).root();
}

function isBuiltIn(language: string): language is keyof typeof BUILT_IN {
  return language in BUILT_IN;
}

export type { SgNode };
