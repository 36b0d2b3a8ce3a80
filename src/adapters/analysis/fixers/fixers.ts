import { createRequire } from "node:module";
import { extname } from "node:path";
import type { MakeFixer } from "./fixer.ts";
import { narrowMode } from "./narrow-mode.ts";
import { turnOn } from "./turn-on.ts";

type Fixers = Readonly<Record<string, MakeFixer>>;

const require = createRequire(import.meta.url);
const load = (language: string): unknown => require(`./${language}-fixers${extname(import.meta.url)}`);

/** Those that serve several languages. */
const SHARED: Fixers = { "narrow-mode": narrowMode, "turn-on": turnOn };

/** One file each; those of a language are loaded when one of them is first asked for. */
const BY_LANGUAGE: Readonly<Record<string, () => Fixers>> = {
  c: () => (load("c") as typeof import("./c-fixers.ts")).C_FIXERS,
  go: () => (load("go") as typeof import("./go-fixers.ts")).GO_FIXERS,
  java: () => (load("java") as typeof import("./java-fixers.ts")).JAVA_FIXERS,
  javascript: () => (load("javascript") as typeof import("./javascript-fixers.ts")).JAVASCRIPT_FIXERS,
  python: () => (load("python") as typeof import("./python-fixers.ts")).PYTHON_FIXERS,
};

/** The fixer that a rule of a language, named as its folder is, may name by `use`. */
export function fixerNamed(name: string, language: string): MakeFixer | undefined {
  if (Object.hasOwn(SHARED, name)) return SHARED[name];
  const fixers = BY_LANGUAGE[language]?.() ?? {};
  return Object.hasOwn(fixers, name) ? fixers[name] : undefined;
}
