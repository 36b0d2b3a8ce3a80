import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rowsOf } from "./shared-data.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/reflexgen.js", import.meta.url));

/** How many of the files with hidden Unicode are reported by default, and the ids of the others. */
export function scanTrojanSources(scratch: string): { total: number; missed: string[] } {
  const rows = rowsOf("hostile").filter(({ source }) => source === "trojan-source");
  const folder = join(scratch, "trojan");
  const paths = rows.map((row, index) => {
    const path = `f${index}/${basename(row.id).replaceAll(/[^\w.-]/g, "-")}`;
    mkdirSync(join(folder, `f${index}`), { recursive: true });
    writeFileSync(join(folder, path), row.content ?? "");
    return path;
  });
  const { stdout } = spawnSync(process.execPath, [PROGRAM, "scan", ".", "--format", "json", "--fail-on", "never"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, REFLEXGEN_HOME: join(scratch, "home"), REFLEXGEN_MODEL: "", NODE_OPTIONS: "" },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own output
  const { findings } = JSON.parse(stdout) as { findings: { path: string }[] };
  const found = new Set(findings.map(({ path }) => path));
  return { total: rows.length, missed: rows.filter((_, index) => !found.has(paths[index] ?? "")).map(({ id }) => id) };
}
