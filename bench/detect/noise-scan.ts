import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { quoteDigest } from "../../src/core/quote-digest.ts";
import type { Package } from "./noise-packages.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/reflexgen.js", import.meta.url));

/** A default finding in a package; `digest` is of its whole line, so that it is known again in another version. */
export type NoiseFinding = { package: string; rule: string; path: string; line: number; text: string; digest: string };
export type Noise = { package: string; files: number; lines: number; findings: NoiseFinding[] };

type Scanned = {
  read: { files: number; lines: number };
  findings: { path: string; span: { startLine: number }; claimedBy: { kind: string; id?: string }[] }[];
};

/** What a person would see who scans this package. */
export function scanPackage({ folder, name }: Package, scratch: string): Noise {
  // From inside the folder: a path through node_modules would be left out.
  const { stdout } = spawnSync(process.execPath, [PROGRAM, "scan", ".", "--format", "json", "--fail-on", "never"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, REFLEXGEN_HOME: join(scratch, "home"), REFLEXGEN_MODEL: "", NODE_OPTIONS: "" },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own output
  const { findings, read } = JSON.parse(stdout) as Scanned;
  return {
    package: name,
    ...read,
    findings: findings.map(({ claimedBy, path, span }) => {
      const text = readFileSync(join(folder, path), "utf8").split("\n")[span.startLine - 1] ?? "";
      const rule = claimedBy[0]?.id ?? claimedBy[0]?.kind ?? "unknown";
      return { package: name, rule, path, line: span.startLine, text: text.trim(), digest: quoteDigest(text) };
    }),
  };
}
