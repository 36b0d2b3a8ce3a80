import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Rule files as they were read once, by their path in the rules folder. `digest` says of which text. */
export type RuleIndex = Readonly<Record<string, { digest: string; content: unknown }>>;

export const INDEX_FILE = "index.json";

/** To be raised when `rule-schema.ts` reads the same text as something else. */
const FORM = 1;

/**
 * The index beside the rules, which spares a start the parsing of YAML; empty where there is none.
 *
 * It is never trusted for a text that it was not made from, so a stale one costs time and nothing else.
 */
export function readRuleIndex(folder: string): RuleIndex {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file; an entry counts only with the digest of its text
    return JSON.parse(readFileSync(join(folder, INDEX_FILE), "utf8")) as RuleIndex;
  } catch {
    return {};
  }
}

export function digestOf(text: string): string {
  return createHash("sha256").update(`${FORM}\0${text}`).digest("base64url");
}
