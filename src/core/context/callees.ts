import type { Call, Definition, Import } from "../analysis.ts";
import { contains, overlaps } from "../text.ts";
import type { Unit } from "../unit.ts";
import { modulePaths } from "./module-paths.ts";
import { pieceOf, type Piece } from "./piece.ts";
import type { OutlinedFile, Surroundings } from "./surroundings.ts";
import { firstName, isTelling, lastName } from "./words.ts";

/** A name that the unit calls, with all ways in which it is written there. */
export type Called = { name: string; callees: string[] };

/** More than the most telling ones no context could hold. */
const CALLED_LIMIT = 40;
/** Imported modules that are looked up for one unit. */
const MODULES_LIMIT = 10;

export function calledIn(unit: Unit, file: OutlinedFile): Called[] {
  const called = new Map<string, Called>();
  for (const { callee } of callsOf(unit, file)) {
    const name = lastName(callee);
    if (!name) continue;
    const known = called.get(name);
    if (known) known.callees.push(callee);
    else if (called.size < CALLED_LIMIT) called.set(name, { name, callees: [callee] });
  }
  return [...called.values()];
}

function callsOf(unit: Unit, file: OutlinedFile): Call[] {
  return file.outline.calls.filter(({ span }) => contains(unit.lines, span));
}

/** Functions and classes of the same file that the unit calls. */
export function calleesInFile(
  unit: Unit,
  file: OutlinedFile,
  called: readonly Called[],
): { pieces: Piece[]; found: Set<string> } {
  const pieces: Piece[] = [];
  const found = new Set<string>();
  for (const { name } of called) {
    for (const definition of defining(file, name).filter(({ span }) => !overlaps(span, unit.lines))) {
      found.add(name);
      pieces.push(pieceOf(file, definition.span, "callee", `calls ${definition.qualifiedName}`, 80));
    }
  }
  return { pieces, found };
}

/** What the unit calls through imports, in the files where the imported modules may lie. */
export async function calleesByImport(
  unit: Unit,
  file: OutlinedFile,
  called: readonly Called[],
  around: Surroundings,
): Promise<{ pieces: Piece[]; found: Set<string> }> {
  const pieces: Piece[] = [];
  const found = new Set<string>();
  let looked = 0;
  for (const item of file.outline.imports) {
    const wanted = called.filter((one) => comesFrom(one, item));
    if (wanted.length === 0 || looked >= MODULES_LIMIT) continue;
    looked++;
    const module = await firstFile(modulePaths(item.module, item.names, unit.path, unit.language), wanted, around);
    for (const { name } of module ? wanted : []) {
      if (!module) continue;
      for (const definition of defining(module, name).slice(0, 2)) {
        found.add(name);
        pieces.push(
          pieceOf(module, definition.span, "callee", `calls ${definition.qualifiedName} of ${module.path}`, 75),
        );
      }
    }
  }
  return { pieces, found };
}

/** Is the called name, or what it is called on, bound by this import? C's headers bind whatever they declare. */
function comesFrom({ name, callees }: Called, { names, module }: Import): boolean {
  if (names.length === 0) return module.endsWith(".h") || module.endsWith(".hpp");
  return (
    names.includes("*") || names.includes(name) || callees.some((callee) => names.includes(firstName(callee) ?? ""))
  );
}

/** The first of the paths that is there and defines one of the names. */
async function firstFile(
  paths: readonly string[],
  wanted: readonly Called[],
  around: Surroundings,
): Promise<OutlinedFile | undefined> {
  for (const path of paths) {
    const file = await around.file(path);
    if (file && wanted.some(({ name }) => defining(file, name).length > 0)) return file;
  }
  return undefined;
}

/** What is called elsewhere in the change set or the repository, as far as the name is telling and one file defines it. */
export function calleesElsewhere(files: readonly OutlinedFile[], called: readonly Called[], unit: Unit): Piece[] {
  return called
    .filter(({ name }) => isTelling(name))
    .flatMap(({ name }) => {
      const places = files
        .filter((file) => file.path !== unit.path)
        .flatMap((file) => defining(file, name).map((definition) => ({ file, definition })));
      const isSure = places.length > 0 && places.length <= 2;
      return isSure
        ? places.map(({ file, definition }) =>
            pieceOf(file, definition.span, "callee", `calls ${definition.qualifiedName} of ${file.path}`, 55),
          )
        : [];
    });
}

/** A class is shown by its constructor's place: its first lines. */
function defining(file: OutlinedFile, name: string): Definition[] {
  return file.outline.definitions.filter((definition) => definition.name === name && definition.kind !== "type");
}
