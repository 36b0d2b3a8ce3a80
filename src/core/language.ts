/** Languages with a parser, rules and facts here. What is neither these nor optional is `text` and is read by hunks. */
export const PARSED_LANGUAGES = ["python", "javascript", "typescript", "tsx", "java", "go", "c", "cpp"] as const;
export type ParsedLanguage = (typeof PARSED_LANGUAGES)[number];

/** Languages whose parser a person may install beside ours: then they have outlines and syntax diagnostics, but no rules and no facts. */
export const OPTIONAL_LANGUAGES = ["rust", "ruby", "php", "csharp", "kotlin", "swift", "scala"] as const;
export type OptionalLanguage = (typeof OPTIONAL_LANGUAGES)[number];

export type OutlinedLanguage = ParsedLanguage | OptionalLanguage;
export type Language = OutlinedLanguage | "yaml" | "dockerfile" | "text";

const BY_EXTENSION: Record<string, Language> = {
  py: "python",
  pyi: "python",
  pyw: "python",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  jsx: "javascript",
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "tsx",
  java: "java",
  go: "go",
  c: "c",
  h: "c",
  cc: "cpp",
  cpp: "cpp",
  cxx: "cpp",
  "c++": "cpp",
  hpp: "cpp",
  hh: "cpp",
  hxx: "cpp",
  ipp: "cpp",
  rs: "rust",
  rb: "ruby",
  rake: "ruby",
  php: "php",
  phtml: "php",
  cs: "csharp",
  kt: "kotlin",
  kts: "kotlin",
  swift: "swift",
  scala: "scala",
  yml: "yaml",
  yaml: "yaml",
};

const OPTIONAL_NAMES: Readonly<Record<OptionalLanguage, string>> = {
  rust: "Rust",
  ruby: "Ruby",
  php: "PHP",
  csharp: "C#",
  kotlin: "Kotlin",
  swift: "Swift",
  scala: "Scala",
};

export function languageOf(path: string): Language {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (/^(dockerfile|containerfile)(\..+)?$/.test(name) || name.endsWith(".dockerfile")) return "dockerfile";
  return BY_EXTENSION[name.slice(name.lastIndexOf(".") + 1)] ?? "text";
}

/** The language that an entry or a query names: `typescript`, or what its files end in, `ts`. */
export function languageNamed(name: string): Language {
  const known = PARSED_LANGUAGES.find((language) => language === name.toLowerCase());
  return known ?? languageOf(`named.${name}`);
}

export function isParsed(language: Language): language is ParsedLanguage {
  return (PARSED_LANGUAGES as readonly string[]).includes(language);
}

export function isOptional(language: Language): language is OptionalLanguage {
  return (OPTIONAL_LANGUAGES as readonly string[]).includes(language);
}

/** May files of this language have an outline here? */
export function isOutlined(language: Language): language is OutlinedLanguage {
  return isParsed(language) || isOptional(language);
}

/** Languages that share rules, lessons and import forms: JavaScript with TypeScript, C with C++. */
export function familyOf(language: string): string {
  if (language === "javascript" || language === "tsx") return "typescript";
  return language === "cpp" ? "c" : language;
}

/** The package that holds the parser of an optional language. */
export function parserPackage(language: OptionalLanguage): string {
  return `@ast-grep/lang-${language}`;
}

/** What people should know of how a language is read, the same for all its files; undefined where nothing is missing. */
export function languageNote(language: Language, hasOutline: boolean): string | undefined {
  if (!isOptional(language)) return undefined;
  return hasOutline
    ? `${OPTIONAL_NAMES[language]} is read without rules: only secrets and what a model claims are found, and its repairs stay advice`
    : `${OPTIONAL_NAMES[language]} is read by hunks and without rules: no parser for it is installed (npm install ${parserPackage(language)})`;
}
