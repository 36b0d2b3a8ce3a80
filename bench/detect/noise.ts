import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withScratch } from "../scratch.ts";

// `npm run bench:noise [folder…]` lists every default finding in well-known packages, for a person to read and judge.
const PROGRAM = fileURLToPath(new URL("../../bin/reflexgen.js", import.meta.url));
const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
const NPM = [
  "express",
  "@octokit/rest",
  "commander",
  "bullmq",
  "ioredis",
  "pg",
  "fastify",
  "yaml",
  "zod",
  "simple-git",
];
const PYTHON = [
  "pip",
  "setuptools",
  "requests",
  "urllib3",
  "yaml",
  "jinja2",
  "django",
  "flask",
  "cryptography",
  "email",
];

/** Packages of this machine; without names those that are known well, at most ten of each kind. */
function packages(): string[] {
  const named = process.argv.slice(2);
  if (named.length > 0) return named;
  const python = spawnSync("python3", ["-c", "import sys; print('\\n'.join(sys.path))"], { encoding: "utf8" });
  const roots = (python.stdout ?? "").split("\n").filter((root) => root !== "" && existsSync(root));
  const found = [
    ...NPM.map((name) => join(MODULES, name)),
    ...PYTHON.flatMap((name) => roots.map((root) => join(root, name))),
  ];
  return found.filter((folder) => existsSync(folder));
}

type Found = {
  read: { files: number; lines: number };
  findings: { path: string; span: { startLine: number }; quote: string; claimedBy: { id?: string }[] }[];
};

await withScratch(async (scratch) => {
  let [lines, count] = [0, 0];
  for (const folder of packages()) {
    // From inside the folder: a path through node_modules would be left out.
    const { stdout } = spawnSync(process.execPath, [PROGRAM, "scan", ".", "--format", "json", "--fail-on", "never"], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { ...process.env, REFLEXGEN_HOME: join(scratch, "home"), REFLEXGEN_MODEL: "", NODE_OPTIONS: "" },
    });
    if (stdout === "") continue;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own output
    const { read, findings } = JSON.parse(stdout) as Found;
    lines += read.lines;
    count += findings.length;
    console.log(`\n${folder}: ${read.files} files, ${read.lines} lines, ${findings.length} findings`);
    for (const { path, span, claimedBy } of findings) {
      const line = readFileSync(join(folder, path), "utf8").split("\n")[span.startLine - 1] ?? "";
      console.log(`  ${claimedBy[0]?.id} ${path}:${span.startLine}\n    ${line.trim().slice(0, 160)}`);
    }
  }
  console.log(
    `\n${count} findings in ${lines} lines: ${((10_000 * count) / Math.max(1, lines)).toFixed(2)} per 10,000 lines.`,
  );
});
