import type { MakeFixer } from "./fixer.ts";
import { argumentListGo } from "./go/argument-list-go.ts";
import { htmlEscapeGo } from "./go/html-escape-go.ts";
import { narrowModeGo } from "./go/narrow-mode-go.ts";
import { rootedPathGo } from "./go/rooted-path-go.ts";
import { secretFromEnvironmentGo } from "./go/secret-from-environment-go.ts";
import { secureRandReadGo } from "./go/secure-rand-read-go.ts";
import { sha256Go } from "./go/sha256-go.ts";
import { sqlPlaceholdersGo } from "./go/sql-placeholders-go.ts";
import { structFieldGo } from "./go/struct-field-go.ts";
import { unwrappedTemplateValue } from "./go/unwrapped-template-value.ts";

/** Repairs of Go, by the name that a rule uses. Loaded by name from fixers.ts. */
export const GO_FIXERS: Readonly<Record<string, MakeFixer>> = {
  "argument-list-go": argumentListGo,
  "html-escape-go": htmlEscapeGo,
  "narrow-mode-go": narrowModeGo,
  "rooted-path-go": rootedPathGo,
  "secret-from-environment-go": secretFromEnvironmentGo,
  "secure-rand-read-go": secureRandReadGo,
  "sha256-go": sha256Go,
  "sql-placeholders-go": sqlPlaceholdersGo,
  "struct-field-go": structFieldGo,
  "unwrapped-template-value": unwrappedTemplateValue,
};
