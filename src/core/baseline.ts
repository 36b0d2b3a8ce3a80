import { createHash } from "node:crypto";
import { z } from "zod";
import type { RepositoryFiles } from "./change.ts";
import { UserError } from "./errors.ts";
import type { Finding } from "./finding.ts";
import { Cwe } from "./weakness.ts";
import { familyOfWeakness } from "./weakness-family.ts";

/** Read from the base side only; `reflexgen scan --write-baseline` writes it. */
export const BASELINE_PATH = ".github/reflexgen-baseline.json";
export const BASELINE_REASON = "baseline";

const MOST_CHARACTERS = 4_000_000;
const MOST_FINDINGS = 20_000;

/** A finding that people know of and live with. `code` = 8 hexadecimal digits of its code without white space; changed code is reported again. */
const BaselineEntry = z.object({
  id: z.string().max(40),
  path: z.string().max(1000),
  weakness: Cwe,
  code: z.string().regex(/^[0-9a-f]{8}$/),
});
const BaselineFile = z.object({ version: z.literal(1), findings: z.array(BaselineEntry).max(MOST_FINDINGS) });
export type Baseline = readonly z.infer<typeof BaselineEntry>[];

type Known = Pick<Finding, "path" | "weakness" | "quote">;

/**
 * What the base side lives with. A malformed file silences nothing, and `problem` says so.
 */
export async function readBaseline(
  files: Pick<RepositoryFiles, "readBase">,
): Promise<{ baseline: Baseline; problem?: string }> {
  const text = await files.readBase(BASELINE_PATH);
  if (text === undefined) return { baseline: [] };
  try {
    return { baseline: parseBaseline(text, BASELINE_PATH) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { baseline: [], problem: `${error.message}; nothing was silenced by it` };
  }
}

/** @throws UserError when the text is no baseline file; `name` is what people call it. */
export function parseBaseline(text: string, name: string): Baseline {
  if (text.length > MOST_CHARACTERS) throw new UserError(`${name}: larger than ${MOST_CHARACTERS / 1_000_000} MB`);
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new UserError(`${name}: not valid JSON`);
  }
  const parsed = BaselineFile.safeParse(content);
  if (!parsed.success) throw new UserError(`${name}: not a baseline that reflexgen scan --write-baseline wrote`);
  return parsed.data.findings;
}

/** The file for these findings, in a steady order so that its diffs are small. Ends with a newline. */
export function renderBaseline(findings: readonly Finding[]): string {
  const entries = findings
    .map(({ id, path, weakness, quote }) => ({ id, path, weakness, code: digestOf(quote) }))
    .toSorted((a, b) => (`${a.path}\0${a.id}` < `${b.path}\0${b.id}` ? -1 : 1));
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`).join(",\n");
  return `{\n  "version": 1,\n  "findings": [${lines ? `\n${lines}\n  ` : ""}]\n}\n`;
}

/** Asks the baseline finding by finding: each entry answers for one, so that a second copy of known code is news. */
export function openBaseline(baseline: Baseline): { takes: (finding: Known) => boolean } {
  const left = new Map<string, number>();
  for (const { path, weakness, code } of baseline) {
    const key = keyOf(path, weakness, code);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return {
    takes({ path, weakness, quote }) {
      if (left.size === 0) return false;
      const key = keyOf(path, weakness, digestOf(quote));
      const count = left.get(key) ?? 0;
      if (count > 0) left.set(key, count - 1);
      return count > 0;
    },
  };
}

function keyOf(path: string, weakness: string, code: string): string {
  return [path, familyOfWeakness(weakness), code].join("\0");
}

/** Short on purpose: a quote may be a secret, and 32 bits don't let anybody guess it back. */
function digestOf(quote: string): string {
  return createHash("sha256").update(quote.replace(/\s+/g, "")).digest("hex").slice(0, 8);
}
