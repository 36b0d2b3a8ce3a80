import { familyOf } from "../language.ts";
import { overlaps } from "../text.ts";
import type { Unit } from "../unit.ts";
import { regionsOf } from "../unit-regions.ts";
import { modulePaths } from "./module-paths.ts";
import { pieceOf, pieceOfLines, type Piece } from "./piece.ts";
import type { OutlinedFile, Surroundings } from "./surroundings.ts";

/** Imported files that are looked into for what they offer. */
const MODULES_LIMIT = 8;
/** A definition that is no longer than this is shown whole: what a guard refuses, a getter returns. */
const SHORT_LINES = 8;
/** A header's first lines hold its macros and types. */
const HEADER_LINES = 60;

/**
 * What stands around a unit without being called by it: the signatures and constants of its file, and what the file imports from the
 * repository. A repair needs it (the check that other routes have, the key that is configured already), and so does judging
 * (how large is the array in the struct of the header?).
 */
export async function neighboursOf(unit: Unit, file: OutlinedFile, around: Surroundings): Promise<Piece[]> {
  const pieces = await Promise.all(
    file.outline.imports.slice(0, MODULES_LIMIT).map(async ({ module, names }) => {
      const paths = modulePaths(module, names, unit.path, unit.language);
      for (const path of paths) {
        const imported = await around.file(path);
        if (imported && imported.path !== unit.path) return offeredBy(imported, module, names, unit);
      }
      return undefined;
    }),
  );
  return [siblingsOf(unit, file), ...pieces].filter((piece) => piece !== undefined);
}

/** The first lines of the file's other definitions, and its top-level statements. */
function siblingsOf(unit: Unit, file: OutlinedFile): Piece | undefined {
  const importLines = new Set(file.outline.imports.flatMap(({ span }) => numbersOf(span.startLine, span.endLine)));
  const numbers = regionsOf(file.outline, file.lines.length)
    .filter(({ lines }) => !overlaps(lines, unit.lines))
    .flatMap(({ definition, lines }) =>
      definition ? signatureLines(file, definition.signature, lines) : numbersOf(lines.startLine, lines.endLine),
    )
    .filter((number) => !importLines.has(number) && (file.lines[number - 1] ?? "").trim() !== "");
  return pieceOfLines(file, numbers, "definition", "signatures and constants of the file", 45);
}

function offeredBy(imported: OutlinedFile, module: string, names: readonly string[], unit: Unit): Piece | undefined {
  if (familyOf(unit.language) === "c")
    return pieceOf(
      imported,
      { startLine: 1, endLine: imported.lines.length },
      "definition",
      `header ${module}`,
      62,
      HEADER_LINES,
    );
  const numbers = imported.outline.definitions
    .filter(({ name }) => names.includes(name))
    .flatMap(({ signature, span }) =>
      span.endLine - span.startLine < SHORT_LINES
        ? numbersOf(span.startLine, span.endLine)
        : signatureLines(imported, signature, span),
    );
  return pieceOfLines(imported, numbers, "definition", `what the file imports from ${module}`, 50);
}

/** The lines from the definition's start (its decorators) to where its signature ends; at most six. */
function signatureLines(
  file: OutlinedFile,
  signature: string,
  { startLine, endLine }: { startLine: number; endLine: number },
): number[] {
  const wanted = signature.replace(/\s+/g, "").length;
  const numbers: number[] = [];
  let seen = 0;
  for (let number = startLine; number <= Math.min(endLine, startLine + 5) && seen < wanted; number++) {
    numbers.push(number);
    seen += (file.lines[number - 1] ?? "").replace(/\s+/g, "").length;
  }
  return numbers;
}

function numbersOf(startLine: number, endLine: number): number[] {
  return Array.from({ length: Math.max(0, endLine - startLine + 1) }, (_, index) => startLine + index);
}
