import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The labelled data beside this project; it is never shipped, so a clone alone has none. */
const SHARED = fileURLToPath(new URL("../../../shared", import.meta.url));
export const SCORE = join(SHARED, "score/score.mjs");

export function hasSharedData(): boolean {
  return existsSync(SCORE);
}

/** One row of a set, as far as it is looked at here; see the README of the data. */
export type Row = {
  id: string;
  cwe?: string | null;
  language: string;
  vulnerable?: string | null;
  fixed?: string | null;
  content?: string;
  source?: string;
  all_cwe?: string[];
  kind?: string;
  /** Nearly the same as a row of another set; the scorer leaves these out. */
  near_dup_dev?: boolean;
  location?: {
    lines?: number[];
    related_lines?: number[];
    spurious_lines?: number[];
    known_missed_lines?: number[];
    tolerance?: number;
  };
  wrong_fixes?: { code: string; explanation: string }[];
};

export function rowsOf(set: string): Row[] {
  const lines = readFileSync(join(SHARED, "data", `${set}.jsonl`), "utf8").split("\n");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own data, read for a measurement
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Row);
}
