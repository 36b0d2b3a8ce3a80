import type { MakeFixer } from "./fixer.ts";
import { argumentArrayJs } from "./javascript/argument-array-js.ts";
import { baseNameJs } from "./javascript/base-name-js.ts";
import { jsonInsteadOfEval } from "./javascript/json-instead-of-eval.ts";
import { plainTextResponse } from "./javascript/plain-text-response.ts";
import { rootOption } from "./javascript/root-option.ts";
import { cookieOption } from "./javascript/cookie-option.ts";
import { secretFromEnvironmentJs } from "./javascript/secret-from-environment-js.ts";
import { secureRandomJs } from "./javascript/secure-random-js.ts";
import { sqlPlaceholdersJs } from "./javascript/sql-placeholders-js.ts";
import { textContent } from "./javascript/text-content.ts";

/** Repairs of JavaScript and TypeScript, by the name that a rule uses. Loaded by name from fixers.ts. */
export const JAVASCRIPT_FIXERS: Readonly<Record<string, MakeFixer>> = {
  "argument-array-js": argumentArrayJs,
  "base-name-js": baseNameJs,
  "json-instead-of-eval": jsonInsteadOfEval,
  "plain-text-response": plainTextResponse,
  "root-option": rootOption,
  "cookie-option": cookieOption,
  "secret-from-environment-js": secretFromEnvironmentJs,
  "secure-random-js": secureRandomJs,
  "sql-placeholders-js": sqlPlaceholdersJs,
  "text-content": textContent,
};
