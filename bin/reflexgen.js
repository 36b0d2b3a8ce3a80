#!/usr/bin/env node
// Runs under any Node: one that is too old hands over to the Node that a checkout brings with it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const own = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));

if (major > 24 || (major === 24 && minor >= 21)) {
  module.enableCompileCache?.();
  // A checkout runs its source; a published package brings only what was built from it.
  const source = new URL("../src/cli.ts", import.meta.url);
  const { main } = await import(existsSync(source) ? source.href : new URL("../dist/cli.js", import.meta.url).href);
  process.exitCode = await main(process.argv.slice(2));
} else if (existsSync(own)) {
  process.exitCode = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 2;
} else {
  console.error(`reflexgen needs Node 24.21 or later; this is ${process.versions.node}.`);
  process.exitCode = 2;
}
