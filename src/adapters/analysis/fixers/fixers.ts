import { argumentArray } from "./argument-array.ts";
import { bindParameters } from "./bind-parameters.ts";
import { addArguments } from "./add-arguments.ts";
import { escapeHtml } from "./escape-html.ts";
import { secureRandom } from "./secure-random.ts";
import { verificationOn } from "./verification-on.ts";
import { createdTemporaryFile } from "./created-temporary-file.ts";
import { narrowMode } from "./narrow-mode.ts";
import { C_FIXERS } from "./c-fixers.ts";
import type { MakeFixer } from "./fixer.ts";
import { GO_FIXERS } from "./go-fixers.ts";
import { JAVA_FIXERS } from "./java-fixers.ts";
import { JAVASCRIPT_FIXERS } from "./javascript-fixers.ts";
import { literalEval } from "./literal-eval.ts";
import { pathGuard } from "./path-guard.ts";
import { sendFromDirectory } from "./send-from-directory.ts";

/** The fixers that a rule may name by `use`: one file each. */
export const FIXERS: Readonly<Record<string, MakeFixer>> = {
  ...GO_FIXERS,
  ...C_FIXERS,
  ...JAVA_FIXERS,
  ...JAVASCRIPT_FIXERS,
  "argument-array": argumentArray,
  "bind-parameters": bindParameters,
  "literal-eval": literalEval,
  "path-guard": pathGuard,
  "send-from-directory": sendFromDirectory,
  "add-arguments": addArguments,
  "escape-html": escapeHtml,
  "secure-random": secureRandom,
  "verification-on": verificationOn,
  "created-temporary-file": createdTemporaryFile,
  "narrow-mode": narrowMode,
};
