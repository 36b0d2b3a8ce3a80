import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rowsOf, type Row } from "./shared-data.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/reflexgen.js", import.meta.url));

const EXTENSIONS: Readonly<Record<string, string>> = {
  python: "py",
  javascript: "js",
  typescript: "ts",
  java: "java",
  go: "go",
  c: "c",
  cpp: "cpp",
  yaml: "yml",
};

export type Side = "vulnerable" | "fixed";
/** One text of a labelled set, and what `scan --all` says of it. */
export type Labelled = { set: string; row: Row; side: Side; text: string; findings: LabelledFinding[] };
/** `rule` is a rule's id, or what finds without a rule: `secrets`, `packages`. */
export type LabelledFinding = { rule: string; weakness: string; startLine: number; endLine: number };

type Scanned = {
  findings: {
    path: string;
    weakness: string;
    span: { startLine: number; endLine: number };
    claimedBy: { kind: string; id?: string }[];
  }[];
};

/** Scans every text of these sets once, all rules included, each in a file with a neutral name. */
export function labelledFindings(sets: readonly string[], scratch: string): Labelled[] {
  const folder = join(scratch, "labelled");
  const byPath = new Map<string, Labelled>();
  for (const set of sets)
    for (const row of rowsOf(set))
      for (const side of ["vulnerable", "fixed"] as const) {
        const [text, extension] = [row[side], EXTENSIONS[row.language]];
        if (!text || extension === undefined || row.near_dup_dev) continue;
        const path = `c${byPath.size}/${isWorkflow(row, text) ? ".github/workflows/" : ""}main.${extension}`;
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
        byPath.set(path, { set, row, side, text, findings: [] });
      }
  const argv = [PROGRAM, "scan", "--all", ".", "--format", "json", "--fail-on", "never"];
  const { stdout } = spawnSync(process.execPath, argv, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, REFLEXGEN_HOME: join(scratch, "home"), REFLEXGEN_MODEL: "", NODE_OPTIONS: "" },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own output
  for (const { path, weakness, span, claimedBy } of (JSON.parse(stdout) as Scanned).findings)
    byPath.get(path)?.findings.push({
      rule: claimedBy[0]?.id ?? claimedBy[0]?.kind ?? "unknown",
      weakness,
      startLine: span.startLine,
      endLine: span.endLine,
    });
  return [...byPath.values()];
}

function isWorkflow(row: Row, text: string): boolean {
  return row.language === "yaml" && /^\s*(?:on|'on'|"on")\s*:/m.test(text) && /^\s*jobs\s*:/m.test(text);
}
