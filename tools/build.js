import { execFileSync } from "node:child_process";
import { cpSync, globSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

// A release holds JavaScript: Node strips no types inside node_modules. What is not TypeScript is copied beside it.
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
rmSync(at("dist"), { recursive: true, force: true });
execFileSync(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", at("tsconfig.build.json")], {
  stdio: "inherit",
});
for (const path of globSync("prompts/*.md", { cwd: at("src") })) cpSync(at(`src/${path}`), at(`dist/${path}`));
