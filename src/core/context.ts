import type { Analysis } from "./analysis.ts";
import type { Change } from "./change.ts";
import { calledIn, calleesByImport, calleesElsewhere, calleesInFile } from "./context/callees.ts";
import { callersIn, nameOf } from "./context/callers.ts";
import { neighboursOf } from "./context/neighbours.ts";
import { ownFileContext } from "./context/own-file.ts";
import type { Piece } from "./context/piece.ts";
import { registrationsOf } from "./context/registered.ts";
import { surroundingsOf, type OutlinedFile, type Surroundings } from "./context/surroundings.ts";
import { isTelling } from "./context/words.ts";
import { overlaps } from "./text.ts";
import type { ContextItem, Unit } from "./unit.ts";

/** `left` = how many more pieces were found than the bounds let in. */
export type UnitContext = { items: ContextItem[]; left: number };

export type ContextOptions = { maxCharacters?: number; maxItems?: number; signal?: AbortSignal };

const MAX_CHARACTERS = 12_000;
const MAX_ITEMS = 12;
/** Changed files beyond these are not searched for callers and callees. */
const CHANGED_FILES = 60;
const SEARCHED_WORDS = 12;

/**
 * Code to be read beside a unit: most useful first, at most 12,000 characters in 12 pieces by default, never the unit's own lines.
 *
 * Looks into the unit's file, the modules that it imports, the change set, and files of the repository that mention its names. A file that
 * can't be read costs its own pieces only. Nothing comes of units without a parser.
 */
export async function contextOf(
  unit: Unit,
  change: Change,
  analysis: Analysis,
  options: ContextOptions = {},
): Promise<UnitContext> {
  const around = surroundingsOf(change, analysis, options.signal);
  const own = await around.file(unit.path);
  if (!own) return { items: [], left: 0 };
  const called = calledIn(unit, own);
  const inFile = calleesInFile(unit, own, called);
  const imported = await calleesByImport(
    unit,
    own,
    called.filter(({ name }) => !inFile.found.has(name)),
    around,
  );
  const missing = called.filter(({ name }) => !inFile.found.has(name) && !imported.found.has(name));
  const others = await filesAround(
    unit,
    missing.map(({ name }) => name),
    around,
  );
  const pieces = [
    ...ownFileContext(unit, own),
    ...inFile.pieces,
    ...imported.pieces,
    ...calleesElsewhere(others, missing, unit),
    ...callersIn([own, ...others], unit),
    ...registrationsOf(unit, own, others),
    ...(await neighboursOf(unit, own, around)),
  ];
  return fitted(pieces, unit, options);
}

/** Files of the change set first, then those of the repository that mention the unit or what it calls. */
async function filesAround(unit: Unit, names: readonly string[], around: Surroundings): Promise<OutlinedFile[]> {
  const own = nameOf(unit);
  const base = /([\w-]+)\.\w+$/.exec(unit.path)?.[1];
  const words = [own, base, ...names].filter((word) => word !== undefined && isTelling(word) && /^[\w$]+$/.test(word));
  const mentioning = await around.mentioning(
    [...new Set(words)].slice(0, SEARCHED_WORDS).filter((word) => word !== undefined),
    unit.language,
  );
  const paths = new Set([...around.changed(unit.language).slice(0, CHANGED_FILES), ...mentioning]);
  paths.delete(unit.path);
  const files = await Promise.all([...paths].map((path) => around.file(path)));
  return files.filter((file) => file !== undefined);
}

/** The best pieces that fit, none of them twice and none the unit itself. */
function fitted(
  pieces: readonly Piece[],
  unit: Unit,
  { maxCharacters = MAX_CHARACTERS, maxItems = MAX_ITEMS }: ContextOptions,
): UnitContext {
  const items: ContextItem[] = [];
  let characters = 0;
  let left = 0;
  for (const { worth: _, ...item } of pieces.toSorted((a, b) => b.worth - a.worth)) {
    const isSeen = items.some((other) => other.path === item.path && isWithin(item, other));
    const isUnit = item.path === unit.path && WHOLE.has(item.role) && overlaps(item.lines, unit.lines);
    if (isSeen || isUnit) continue;
    if (items.length >= maxItems || characters + item.code.length > maxCharacters) {
      left++;
      continue;
    }
    items.push(item);
    characters += item.code.length;
  }
  return { items, left };
}

/** Roles whose lines are shown without gaps; imports, constants and registrations are single lines out of a stretch. */
const WHOLE = new Set<ContextItem["role"]>(["class", "callee", "caller"]);

function isWithin(item: ContextItem, other: ContextItem): boolean {
  return other.code.includes(item.code) && overlaps(item.lines, other.lines);
}
