import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";

/** `path` as the operator's PATH; `notUnder` are folders that the change under review may have filled. */
export type SearchPath = { path: string; notUnder: readonly string[] };

/**
 * A program by its name, or undefined.
 *
 * Never one that the repository under review could have put there: not from relative folders, `node_modules`, or below
 * `notUnder`, links resolved. Version managers' shims are passed by: they need more environment than we give.
 */
export function findTool(name: string, { path, notUnder }: SearchPath): string | undefined {
  const folders = path.split(":").filter((folder) => isAbsolute(folder) && !folder.split(sep).includes("shims"));
  return folders.map((folder) => join(folder, name)).find((file) => isProgram(file) && isOurs(file, notUnder));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isOurs(file: string, notUnder: readonly string[]): boolean {
  return [file, realpathSync(file)].every(
    (place) => !place.split(sep).includes("node_modules") && !notUnder.some((folder) => isUnder(place, folder)),
  );
}

function isUnder(place: string, folder: string): boolean {
  return [folder, resolved(folder)].some((root) => {
    const way = relative(root, place);
    return way !== "" && !way.startsWith(`..${sep}`) && way !== ".." && !isAbsolute(way);
  });
}

function resolved(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
