import type { Definition } from "../analysis.ts";
import { contains, overlaps } from "../text.ts";
import type { Unit } from "../unit.ts";
import { regionsOf } from "../unit-regions.ts";
import { pieceOf, pieceOfLines, type Piece } from "./piece.ts";
import type { OutlinedFile } from "./surroundings.ts";
import { wordsOf } from "./words.ts";

/** What the unit's own file says about it: imports, the class around, constants and types that it uses. */
export function ownFileContext(unit: Unit, file: OutlinedFile): Piece[] {
  return [importsOf(unit, file), ...classContext(unit, file), constantsOf(unit, file), ...typesOf(unit, file)].filter(
    (piece) => piece !== undefined,
  );
}

function importsOf(unit: Unit, file: OutlinedFile): Piece | undefined {
  const numbers = file.outline.imports
    .flatMap(({ span }) => numbersOf(span.startLine, span.endLine))
    .filter((line) => !isInUnit(unit, line));
  return pieceOfLines(file, numbers, "imports", "imports of the file", 100);
}

/** The head of the class and its fields up to the first method, and the constructor that fills them. */
function classContext(unit: Unit, file: OutlinedFile): Piece[] {
  const { definitions } = file.outline;
  const owner = definitions.findLast(
    (definition) =>
      definition.kind === "class" && contains(definition.span, unit.lines) && !contains(unit.lines, definition.span),
  );
  if (!owner) return [];
  const methods = definitions.filter(
    (definition) => definition.kind === "method" && definition !== owner && contains(owner.span, definition.span),
  );
  const first = methods[0]?.span.startLine ?? owner.span.endLine;
  const head = pieceOf(
    file,
    { startLine: owner.span.startLine, endLine: Math.max(owner.span.startLine, first - 1) },
    "class",
    `class ${owner.qualifiedName} around it`,
    85,
    30,
  );
  const constructor = methods.find((method) => isConstructor(method, owner) && !overlaps(method.span, unit.lines));
  return constructor
    ? [head, pieceOf(file, constructor.span, "class", `constructor of ${owner.qualifiedName}`, 70, 30)]
    : [head];
}

function isConstructor(method: Definition, owner: Definition): boolean {
  return method.name === "__init__" || method.name === "constructor" || method.name === owner.name;
}

/** A name that a line at the top level gives a value, in any of the languages: words of declaration, perhaps a type, the name, `=`. */
const CONSTANT =
  /^\s{0,4}(?:(?:export|const|let|var|static|final|private|public|protected|constexpr|inline|unsigned|extern)\s+){0,5}(?:[A-Za-z_][\w<>[\], ]{0,60}[\s*]+)?([A-Za-z_$][\w$]*)\s*(?:\[[^\]\n]{0,40}\]\s*)?(?::[^=\n]{0,80})?(?:=(?!=)|:=)/;
const MACRO = /^\s*#\s*define\s+(\w+)/;
const LINE_CHARACTERS = 500;

function constantsOf(unit: Unit, file: OutlinedFile): Piece | undefined {
  const used = wordsOf(unit.code);
  const names: string[] = [];
  const numbers: number[] = [];
  const importLines = new Set(file.outline.imports.flatMap(({ span }) => numbersOf(span.startLine, span.endLine)));
  for (const { definition, lines } of regionsOf(file.outline, file.lines.length)) {
    if (definition) continue;
    for (const number of numbersOf(lines.startLine, lines.endLine)) {
      if (isInUnit(unit, number) || importLines.has(number)) continue;
      const line = (file.lines[number - 1] ?? "").slice(0, LINE_CHARACTERS);
      const name = (MACRO.exec(line) ?? CONSTANT.exec(line))?.[1];
      if (!name || !used.has(name)) continue;
      names.push(name);
      numbers.push(number, ...continuation(file, number, lines.endLine));
    }
  }
  return pieceOfLines(file, numbers, "definition", `defines ${[...new Set(names)].slice(0, 5).join(", ")}`, 65);
}

/** The next few lines of a value that goes on: indented or closing. */
function continuation(file: OutlinedFile, number: number, endLine: number): number[] {
  const lines: number[] = [];
  for (let next = number + 1; next <= Math.min(endLine, number + 8); next++) {
    const line = file.lines[next - 1] ?? "";
    if (!/^(\s+\S|[)\]}])/.test(line)) break;
    lines.push(next);
  }
  return lines;
}

function typesOf(unit: Unit, file: OutlinedFile): Piece[] {
  const used = wordsOf(unit.code);
  return file.outline.definitions
    .filter(({ kind, name, span }) => kind === "type" && used.has(name) && !overlaps(span, unit.lines))
    .map(({ name, span }) => pieceOf(file, span, "definition", `defines ${name}`, 60, 30));
}

function isInUnit(unit: Unit, line: number): boolean {
  return unit.lines.startLine <= line && line <= unit.lines.endLine;
}

function numbersOf(startLine: number, endLine: number): number[] {
  return Array.from({ length: Math.max(0, endLine - startLine + 1) }, (_, index) => startLine + index);
}
