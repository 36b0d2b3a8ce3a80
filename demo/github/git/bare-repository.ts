import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gitText, runGit } from "./run-git.ts";
import { openObjectReader, type ObjectReader } from "./object-reader.ts";

/** A bare repository on disk. A fork shares its parent's objects, as forks do on GitHub: a commit pushed to one can be read by SHA in the other. */
export type BareRepository = { readonly folder: string; readonly objects: ObjectReader; close(): void };

const SETTINGS = [
  ["uploadpack.allowFilter", "true"],
  ["uploadpack.allowAnySHA1InWant", "true"],
  ["http.receivepack", "false"],
  ["gc.auto", "0"],
  ["receive.autogc", "false"],
  ["core.logAllRefUpdates", "false"],
];

export async function createBareRepository(folder: string, defaultBranch = "main"): Promise<BareRepository> {
  await mkdir(folder, { recursive: true });
  await runGit(folder, ["init", "--quiet", "--bare", "--template=", `--initial-branch=${defaultBranch}`, folder]);
  for (const [name, value] of SETTINGS) await runGit(folder, ["config", name ?? "", value ?? ""]);
  return openBareRepository(folder);
}

/** A second repository over the same objects, with the parent's branches as they stand now. */
export async function forkBareRepository(parent: BareRepository, folder: string): Promise<BareRepository> {
  const fork = await createBareRepository(folder);
  await rm(join(folder, "objects"), { recursive: true });
  await symlink(join(parent.folder, "objects"), join(folder, "objects"));
  await writeFile(join(folder, "HEAD"), await readFile(join(parent.folder, "HEAD")));
  const branches = await gitText(parent.folder, [
    "for-each-ref",
    "--format=create %(refname) %(objectname)",
    "refs/heads",
  ]);
  if (branches) await runGit(folder, ["update-ref", "--stdin"], `${branches}\n`);
  return fork;
}

function openBareRepository(folder: string): BareRepository {
  const objects = openObjectReader(folder);
  return { folder, objects, close: () => objects.close() };
}
