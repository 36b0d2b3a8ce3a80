import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Runs `work` with a folder of its own, which is gone afterwards. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "reflexgen-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PROGRAM = fileURLToPath(new URL("../bin/reflexgen.js", import.meta.url));

/** The command line as a person calls it, with a home of its own. */
export function reflexgen(scratch: string, folder: string, ...words: string[]) {
  return {
    argv: [process.execPath, PROGRAM, ...words],
    folder,
    environment: {
      REFLEXGEN_HOME: join(scratch, "home"),
      NODE_OPTIONS: "",
      GIT_CONFIG_GLOBAL: "/dev/null",
      REFLEXGEN_MODEL: "",
      QDRANT_URL: "",
    },
  };
}

/** How many findings a review has, and how many of them come with a fix that reached L3. */
export function findingsIn(json: string): [string, string] {
  const { findings } = JSON.parse(json) as { findings: { fix?: { reached: string } | null }[] };
  return [String(findings.length), String(findings.filter((finding) => finding.fix?.reached === "L3").length)];
}
