import type { ParsedLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import { C_BUILTINS, C_HEADERS } from "./data/c-headers.ts";
import { C_WRAPPERS, CPP_BUILTINS, CPP_STD } from "./data/cpp-std.ts";
import { JAVASCRIPT_BUILTINS, TYPESCRIPT_BUILTINS } from "./data/ecmascript-builtins.ts";
import { GO_BUILTINS } from "./data/go-builtins.ts";
import { JAVA_BUILTINS, JAVA_PACKAGES } from "./data/java-builtins.ts";
import { PYTHON_BUILTINS } from "./data/python-builtins.ts";

/** The names that a language binds by itself, or by headers and packages of its platform that the file brings in. */
export function builtinsOf(root: SgNode, language: ParsedLanguage, text: string): string[] {
  switch (language) {
    case "python":
      return [...PYTHON_BUILTINS];
    case "javascript":
      return [...JAVASCRIPT_BUILTINS];
    case "typescript":
    case "tsx":
      return [...TYPESCRIPT_BUILTINS];
    case "go":
      return [...GO_BUILTINS];
    case "java":
      return [...JAVA_BUILTINS, ...wildcards(text)];
    default:
      return ofHeaders(root, language, text);
  }
}

/** `import java.util.*;` of packages that are known here. */
function wildcards(text: string): string[] {
  return text
    .matchAll(/^[ \t]*import[ \t]+([\w.]{1,200})\.\*[ \t]*;/gm)
    .flatMap(([, name = ""]) => own(JAVA_PACKAGES, name.replace(/^jakarta\./, "javax.")) ?? [])
    .toArray();
}

function ofHeaders(root: SgNode, language: "c" | "cpp", text: string): string[] {
  const names = new Set(C_BUILTINS);
  let hasStd = false;
  for (const include of root.findAll({ rule: { kind: "preproc_include" } })) {
    const header = (include.field("path")?.text() ?? "").replaceAll(/[<>"]/g, "");
    const known = own(C_HEADERS, header) ?? own(C_HEADERS, own(C_WRAPPERS, header) ?? "");
    for (const name of known ?? []) names.add(name);
    hasStd ||= !header.includes(".");
  }
  if (language === "cpp") {
    for (const name of CPP_BUILTINS) names.add(name);
    if (hasStd && /\busing\s+namespace\s+std\b/.test(text)) for (const name of CPP_STD) names.add(name);
  }
  return [...names];
}

/** The names come from code: `constructor` is no header. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
