/**
 * Cuts GitHub's published OpenAPI description to the operations and webhooks that `demo/github` offers
 * (`contract/operations.ts`) and writes `demo/github/contract/contract.json` in plain JSON Schema.
 *
 * The description (`@octokit/openapi`, MIT) takes 385 MB unpacked, so it is fetched into a scratch folder and never a dependency.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OPERATIONS, WEBHOOKS } from "../demo/github/contract/operations.ts";
import { sliceDescription } from "./slice-description.ts";

const PACKAGE = "@octokit/openapi@23";
const DESCRIPTION = "package/generated/api.github.com.json";
const target = join(import.meta.dirname, "../demo/github/contract/contract.json");

const scratch = mkdtempSync(join(tmpdir(), "github-contract-"));
try {
  execFileSync("npm", ["pack", "--silent", PACKAGE], { cwd: scratch });
  const tarball = readdirSync(scratch).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error(`npm pack ${PACKAGE} left no tarball`);
  execFileSync("tar", ["xzf", tarball, DESCRIPTION], { cwd: scratch });
  const contract = sliceDescription(JSON.parse(readFileSync(join(scratch, DESCRIPTION), "utf8")), OPERATIONS, WEBHOOKS);
  const text = JSON.stringify(contract);
  writeFileSync(target, `${text}\n`);
  console.log(
    `${Object.keys(contract.operations).length} operations, ${Object.keys(contract.webhooks).length} webhooks, ` +
      `${Object.keys(contract.schemas).length} schemas, ${(text.length / 1e6).toFixed(2)} MB`,
  );
} finally {
  rmSync(scratch, { recursive: true });
}
