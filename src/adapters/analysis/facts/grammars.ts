import type { ParsedLanguage } from "../../../core/language.ts";
import type { FactGrammar } from "./grammar.ts";
import { C } from "./grammars/c.ts";
import { ECMASCRIPT } from "./grammars/ecmascript.ts";
import { GO } from "./grammars/go.ts";
import { JAVA } from "./grammars/java.ts";
import { PYTHON } from "./grammars/python.ts";

export const FACT_GRAMMARS: Readonly<Record<ParsedLanguage, FactGrammar>> = {
  python: PYTHON,
  javascript: ECMASCRIPT,
  typescript: ECMASCRIPT,
  tsx: ECMASCRIPT,
  java: JAVA,
  go: GO,
  c: C,
  cpp: C,
};
