import { posix } from "node:path";
import type { Registration } from "../analysis.ts";
import { overlaps } from "../text.ts";
import type { Unit } from "../unit.ts";
import { nameOf } from "./callers.ts";
import { modulePaths } from "./module-paths.ts";
import { pieceOfLines, type Piece } from "./piece.ts";
import type { OutlinedFile } from "./surroundings.ts";

/** Middleware and mounts shape what reaches a handler, in the order in which they stand. */
const ORDER_MATTERS =
  /\b(use|Use|UseMiddleware|before_request|after_request|add_middleware|addFilter\w*|addInterceptor|addHook|register_blueprint|include_router|csrf\w*|login_required)\b/;

/** Where the unit is registered, the middleware beside it, and where its file's router is mounted. */
export function registrationsOf(unit: Unit, own: OutlinedFile, others: readonly OutlinedFile[]): Piece[] {
  const name = nameOf(unit);
  const outside = own.outline.registrations.filter(({ span }) => !overlaps(span, unit.lines));
  const naming = outside.filter((registration) => name !== undefined && registers(registration, name));
  const isRoute = naming.length > 0 || own.outline.registrations.some(({ span }) => overlaps(span, unit.lines));
  const order = isRoute ? outside.filter(({ text }) => ORDER_MATTERS.test(text)) : [];
  const pieces = [
    shown(own, naming, `registers ${name}`, 90),
    shown(
      own,
      order.filter((one) => !naming.includes(one)),
      "middleware of the file, in order",
      72,
    ),
  ];
  for (const file of others) {
    if (file.path === unit.path) continue;
    const byName =
      name === undefined
        ? []
        : file.outline.registrations.filter(
            (registration) => registers(registration, name) && isFrom(file, unit, name),
          );
    pieces.push(shown(file, byName, `registers ${name} in ${file.path}`, 88));
    if (isRoute)
      pieces.push(
        shown(
          file,
          mounts(file, unit),
          `mounts the routes of ${posix.basename(unit.path)} in ${file.path}, in order`,
          82,
        ),
      );
  }
  return pieces.filter((piece) => piece !== undefined);
}

function registers({ handler, text }: Registration, name: string): boolean {
  const last = handler?.split(/[.:]+/).at(-1);
  return last === name || (handler === undefined && new RegExp(`\\b${name.replaceAll("$", "\\$")}\\b`).test(text));
}

/** Does the other file import the unit's file, or its name? Go's packages share names without imports. */
function isFrom(file: OutlinedFile, unit: Unit, name: string): boolean {
  return (
    unit.language === "go" ||
    file.outline.imports.some((item) => item.names.includes(name) || leadsTo(item.module, item.names, file, unit))
  );
}

function leadsTo(module: string, names: readonly string[], file: OutlinedFile, unit: Unit): boolean {
  return modulePaths(module, names, file.path, file.language).includes(unit.path);
}

/** Registrations of another file that mention what it imports from the unit's file, with the middleware before them. */
function mounts(file: OutlinedFile, unit: Unit): Registration[] {
  const names = file.outline.imports
    .filter((item) => leadsTo(item.module, item.names, file, unit))
    .flatMap((item) => item.names);
  if (names.length === 0) return [];
  const word = new RegExp(`\\b(${names.map((one) => one.replaceAll(/[^\w]/g, "\\$&")).join("|")})\\b`);
  const { registrations } = file.outline;
  const last = registrations.findLastIndex(({ text }) => word.test(text));
  return last < 0
    ? []
    : registrations.filter(({ text }, index) => word.test(text) || (index < last && ORDER_MATTERS.test(text)));
}

/** Inline handlers may be long: only the line on which a registration starts is shown. */
function shown(
  file: OutlinedFile,
  registrations: readonly Registration[],
  reason: string,
  worth: number,
): Piece | undefined {
  const numbers = registrations.flatMap(({ span }) =>
    span.endLine - span.startLine < 4
      ? Array.from({ length: span.endLine - span.startLine + 1 }, (_, index) => span.startLine + index)
      : [span.startLine],
  );
  return pieceOfLines(file, numbers, "registration", reason, worth);
}
