import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/errors.ts";
import type { SeedFile } from "../../core/knowledge/seed.ts";
import { ENTRY_FILE_LIMIT_BYTES, readEntryFile } from "./entry-file.ts";
import { readSeedLines, SEED_LINES_LIMIT_BYTES } from "./seed-lines.ts";

/** Folders deeper than this are not entered. */
const MAX_DEPTH = 12;

/**
 * The entries under a path: an entry file, a file of JSON lines, or a folder of both, in order of their names.
 * READMEs, hidden files, symbolic links and files of other kinds in a folder are passed over.
 *
 * @throws UserError when there is nothing to read at the path itself.
 */
export async function* readSeeds(path: string): AsyncGenerator<SeedFile> {
  const found = await lstat(path).catch((cause: unknown) => {
    throw new UserError(`${path}: there is no such file or folder`, { cause });
  });
  if (found.isDirectory()) yield* readFolder(path, 0);
  else if (found.isFile() && isSeed(path)) yield await readSeedFile(path);
  else throw new UserError(`${path}: neither a folder, an entry file (.md) nor JSON lines (.jsonl)`);
}

async function* readFolder(folder: string, depth: number): AsyncGenerator<SeedFile> {
  if (depth > MAX_DEPTH) return;
  const items = await readdir(folder, { withFileTypes: true });
  for (const item of items.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, item.name);
    if (item.name.startsWith(".")) continue;
    if (item.isDirectory()) yield* readFolder(path, depth + 1);
    else if (item.isFile() && isSeed(item.name) && item.name.toLowerCase() !== "readme.md") yield await readSeedFile(path);
  }
}

function isSeed(name: string): boolean {
  return name.endsWith(".md") || name.endsWith(".jsonl");
}

/** The same by its path in a folder or repository: nothing hidden, no README. */
export function isSeedPath(path: string): boolean {
  const parts = path.split("/");
  return isSeed(path) && parts.at(-1)?.toLowerCase() !== "readme.md" && !parts.some((part) => part.startsWith("."));
}

/** Larger files are refused unread. */
export function mostSeedBytes(path: string): number {
  return path.endsWith(".jsonl") ? SEED_LINES_LIMIT_BYTES : ENTRY_FILE_LIMIT_BYTES;
}

/** The entries of one file's bytes; what is wrong with it is told in its refusals. `undefined`: it is too large. */
export function readSeedBytes(path: string, bytes: Uint8Array | undefined): SeedFile {
  try {
    if (!bytes) throw tooLarge(path);
    return readSeedText(path, textOf(bytes, path));
  } catch (error) {
    if (error instanceof UserError) return refused(path, error.message.replace(`${path}: `, ""));
    throw error;
  }
}

/** What is wrong with a file is told in its refusals: one bad file keeps no other from being read. */
async function readSeedFile(path: string): Promise<SeedFile> {
  try {
    return readSeedText(path, await readText(path, mostSeedBytes(path)));
  } catch (error) {
    if (error instanceof UserError) return refused(path, error.message.replace(`${path}: `, ""));
    return refused(path, "the file could not be read");
  }
}

function readSeedText(path: string, text: string): SeedFile {
  if (path.endsWith(".jsonl")) return readSeedLines(text, path);
  return { path, entries: [{ place: path, entry: readEntryFile(text, path) }], refusals: [] };
}

function refused(path: string, reason: string): SeedFile {
  return { path, entries: [], refusals: [{ place: path, reason }] };
}

/** @throws UserError when the file is over the limit or is not UTF-8. */
async function readText(path: string, limitBytes: number): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size > limitBytes) throw tooLarge(path);
    return textOf(await file.readFile(), path);
  } finally {
    await file.close();
  }
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${path}: the file is not UTF-8 text`, { cause });
  }
}

function tooLarge(path: string): UserError {
  return new UserError(`${path}: the file is larger than ${Math.round(mostSeedBytes(path) / 1024)} KB`);
}
