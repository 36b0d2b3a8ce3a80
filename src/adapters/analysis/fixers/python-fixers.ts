import type { MakeFixer } from "./fixer.ts";
import { addArguments } from "./python/add-arguments.ts";
import { argumentArray } from "./python/argument-array.ts";
import { bindParameters } from "./python/bind-parameters.ts";
import { createdTemporaryFile } from "./python/created-temporary-file.ts";
import { escapeHtml } from "./python/escape-html.ts";
import { exchangeNames } from "./python/exchange-names.ts";
import { literalEval } from "./python/literal-eval.ts";
import { pathGuard } from "./python/path-guard.ts";
import { secureRandom } from "./python/secure-random.ts";
import { sendFromDirectory } from "./python/send-from-directory.ts";
import { verificationOn } from "./python/verification-on.ts";

/** Repairs of Python. Loaded by name from fixers.ts. */
export const PYTHON_FIXERS: Readonly<Record<string, MakeFixer>> = {
  "add-arguments": addArguments,
  "argument-array": argumentArray,
  "bind-parameters": bindParameters,
  "created-temporary-file": createdTemporaryFile,
  "escape-html": escapeHtml,
  "exchange-names": exchangeNames,
  "literal-eval": literalEval,
  "path-guard": pathGuard,
  "secure-random": secureRandom,
  "send-from-directory": sendFromDirectory,
  "verification-on": verificationOn,
};
