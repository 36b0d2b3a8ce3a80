#!/usr/bin/env node
// Runs under any Node: one that is too old hands over to the Node that a checkout brings with it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const own = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));

if (major > 24 || (major === 24 && minor >= 21)) {
  module.enableCompileCache();
  // A checkout runs its source; a published package brings only what was built from it.
  const source = new URL("../src/cli.ts", import.meta.url);
  const { main } = await import(existsSync(source) ? source.href : new URL("../dist/cli.js", import.meta.url).href);
  process.exitCode = await main(process.argv.slice(2));
} else if (existsSync(own)) {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C reaches the child from the terminal by itself; this process waits for what it says.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", ({ code }) => {
    console.error(`reflexgen: the checkout's own Node can't be started (${code})`);
    process.exitCode = 2;
  });
  child.on("exit", (code) => (process.exitCode = code ?? 2));
} else {
  console.error(`reflexgen: Node 24.21 or later is needed, and this is ${process.versions.node}`);
  process.exitCode = 2;
}
