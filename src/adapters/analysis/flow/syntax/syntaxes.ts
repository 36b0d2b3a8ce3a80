import { familyOf, type Language } from "../../../../core/language.ts";
import { C } from "./c.ts";
import { ECMASCRIPT } from "./ecmascript.ts";
import { GO } from "./go.ts";
import { JAVA } from "./java.ts";
import { PYTHON } from "./python.ts";
import type { Syntax } from "./syntax.ts";

const BY_FAMILY: Readonly<Record<string, Syntax>> = {
  python: PYTHON,
  typescript: ECMASCRIPT,
  java: JAVA,
  go: GO,
  c: C,
};

/** How values travel in a language; undefined for one that isn't followed. */
export function syntaxOf(language: Language): Syntax | undefined {
  return BY_FAMILY[familyOf(language)];
}
