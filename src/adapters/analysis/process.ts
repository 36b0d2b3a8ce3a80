import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { AnalysisError, type Analysis, type RuleSummary } from "../../core/analysis.ts";
import type { Language } from "../../core/language.ts";
import { permissionArguments } from "./permissions.ts";
import { openPool } from "./pool.ts";
import { openToolchain } from "./toolchain.ts";
import type { SearchPath } from "./toolchain/find-tool.ts";
import { tooMuch } from "./too-much.ts";

export type AnalysisOptions = {
  /** Folder of the rules, one subfolder a language family. */
  rulesFolder: string;
  /** Most child processes at a time; they start when needed. */
  processes?: number;
  /** Start the first child at once and let it load what a review needs, to hide both behind other work. */
  eager?: boolean;
  fileTimeoutMs?: number;
  memoryMb?: number;
  maxFileBytes?: number;
  /** In UTF-16 code units. */
  maxLineLength?: number;
  /** Where to look for compilers whose diagnostics are wanted too; only for a local user's own command line. */
  toolchain?: SearchPath;
  /** Another script for the child; tests use it. */
  childScript?: string;
};

const DEFAULTS = { processes: 1, eager: false, fileTimeoutMs: 5000, memoryMb: 512 };
const SIZE_LIMITS = { maxFileBytes: 2_000_000, maxLineLength: 200_000 };
const START_TIMEOUT_MS = 30_000;

/**
 * Analysis in processes of their own, since native parsers meet hostile bytes there: empty environment, no rights but
 * reading our code and the rules, limits on time and memory. One that hangs, crashes or grows costs the file that it
 * works on; the next call gets a new one. An idle child never keeps the parent alive.
 */
export function openAnalysis(options: AnalysisOptions): Analysis {
  const limits = { ...DEFAULTS, ...options };
  const pool = openPool({ ...limits, argv: childArguments(limits), startTimeoutMs: START_TIMEOUT_MS });
  const toolchain = options.toolchain && openToolchain(options.toolchain);
  const summaries = new Map<string | undefined, Promise<RuleSummary[]>>();
  async function askForRules(languages: readonly Language[] | undefined): Promise<RuleSummary[]> {
    const answer = await pool.ask({ wanted: "rules", languages });
    if (!("rules" in answer)) throw new AnalysisError("parser crashed");
    return answer.rules;
  }
  return {
    async read(source, wanted, signal) {
      const reason = tooMuch(source, { ...SIZE_LIMITS, ...options });
      if (reason !== undefined) throw new AnalysisError(reason);
      const [answer, complaints] = await Promise.all([
        pool.ask({ source, wanted }, signal),
        wanted.diagnostics ? toolchain?.diagnosticsOf(source, signal) : undefined,
      ]);
      if (!("reading" in answer)) throw new AnalysisError("parser crashed");
      if (!complaints || !answer.reading.diagnostics) return answer.reading;
      return { ...answer.reading, diagnostics: [...answer.reading.diagnostics, ...complaints] };
    },
    async rules(languages) {
      const key = languages?.toSorted().join(" ");
      const known = summaries.get(key) ?? askForRules(languages);
      summaries.set(key, known);
      known.catch(() => summaries.delete(key));
      return known;
    },
    async close() {
      await Promise.all([pool.close(), toolchain?.close()]);
    },
  };
}

/** The child is built as this file is: `.ts` in the source tree, `.js` in a package. */
function childArguments({ childScript, eager, memoryMb, rulesFolder }: typeof DEFAULTS & AnalysisOptions): string[] {
  const script = childScript ?? fileURLToPath(new URL(`child${extname(import.meta.url)}`, import.meta.url));
  return [
    ...permissionArguments(rulesFolder),
    `--max-old-space-size=${memoryMb}`,
    "--expose-gc",
    // Most of what a file needs is short-lived: a small nursery costs little time and saves 25 MB a child.
    "--max-semi-space-size=4",
    // A regular expression that backtracks without end goes on in linear time instead.
    "--enable-experimental-regexp-engine-on-excessive-backtracks",
    // Measured with ruff on 90 kB of Python: 7 ms a call instead of 16, and no second core busy for seconds after.
    "--liftoff-only",
    "--wasm-lazy-validation",
    "--no-warnings",
    script,
    rulesFolder,
    String(memoryMb),
    ...(eager ? ["warm"] : []),
  ];
}
