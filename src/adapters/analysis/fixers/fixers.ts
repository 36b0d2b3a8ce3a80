import { createRequire } from "node:module";
import { extname } from "node:path";
import type { MakeFixer } from "./fixer.ts";
import { narrowMode } from "./narrow-mode.ts";
import { turnOn } from "./turn-on.ts";

type Fixers = Readonly<Record<string, MakeFixer>>;

const require = createRequire(import.meta.url);

/** A file of ours, loaded when one of its fixers is first asked for: most reviews need one language's, or none. */
function load(language: string, name: string): Fixers {
  const file: unknown = require(`./${language}-fixers${extname(import.meta.url)}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each of these files exports its table under this name
  return Reflect.get(Object(file), name) as Fixers;
}

/** Those that serve several languages. */
const SHARED: Fixers = { "narrow-mode": narrowMode, "turn-on": turnOn };

const BY_LANGUAGE: Readonly<Record<string, () => Fixers>> = {
  c: () => load("c", "C_FIXERS"),
  go: () => load("go", "GO_FIXERS"),
  java: () => load("java", "JAVA_FIXERS"),
  javascript: () => load("javascript", "JAVASCRIPT_FIXERS"),
  python: () => load("python", "PYTHON_FIXERS"),
};

/** The fixer that a rule of a language, named as its folder is, may name by `use`. */
export function fixerNamed(name: string, language: string): MakeFixer | undefined {
  if (Object.hasOwn(SHARED, name)) return SHARED[name];
  const fixers = BY_LANGUAGE[language]?.() ?? {};
  return Object.hasOwn(fixers, name) ? fixers[name] : undefined;
}
