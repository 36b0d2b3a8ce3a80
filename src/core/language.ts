/** Languages with a parser of their own here. Everything else is `text` and is read by hunks. */
export const PARSED_LANGUAGES = ["python", "javascript", "typescript", "tsx", "java", "go", "c", "cpp"] as const;
export type ParsedLanguage = (typeof PARSED_LANGUAGES)[number];
export type Language = ParsedLanguage | "yaml" | "dockerfile" | "text";

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
  yml: "yaml",
  yaml: "yaml",
};

/** Languages that we know by name but read by hunks only, with the package that would parse them. */
const OPTIONAL: Record<string, { name: string; package: string }> = {
  rs: { name: "Rust", package: "@ast-grep/lang-rust" },
  rb: { name: "Ruby", package: "@ast-grep/lang-ruby" },
  php: { name: "PHP", package: "@ast-grep/lang-php" },
  cs: { name: "C#", package: "@ast-grep/lang-csharp" },
  kt: { name: "Kotlin", package: "@ast-grep/lang-kotlin" },
  swift: { name: "Swift", package: "@ast-grep/lang-swift" },
  scala: { name: "Scala", package: "@ast-grep/lang-scala" },
};

export function languageOf(path: string): Language {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (/^(dockerfile|containerfile)(\..+)?$/.test(name) || name.endsWith(".dockerfile")) return "dockerfile";
  return BY_EXTENSION[name.slice(name.lastIndexOf(".") + 1)] ?? "text";
}

export function isParsed(language: Language): language is ParsedLanguage {
  return (PARSED_LANGUAGES as readonly string[]).includes(language);
}

/** Languages that share rules, lessons and import forms: JavaScript with TypeScript, C with C++. */
export function familyOf(language: string): string {
  if (language === "javascript" || language === "tsx") return "typescript";
  return language === "cpp" ? "c" : language;
}

/** Why a file of a known but unparsed language is read by hunks only; undefined for all others. */
export function unparsedReason(path: string): string | undefined {
  const optional = OPTIONAL[path.slice(path.lastIndexOf(".") + 1).toLowerCase()];
  return (
    optional &&
    `${optional.name} has no parser installed (optional package ${optional.package}): read by hunks, without rules`
  );
}
