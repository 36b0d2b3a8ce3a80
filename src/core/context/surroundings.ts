import { AnalysisError, type Analysis, type Outline } from "../analysis.ts";
import type { Change, ChangedFile } from "../change.ts";
import { familyOf, isOutlined, languageOf, type Language } from "../language.ts";
import { linesOf } from "../text.ts";

/** A file that can be looked into for context. */
export type OutlinedFile = { path: string; language: Language; lines: string[]; outline: Outline };

/** The files around a unit, each read and outlined once for all units of a change. */
export type Surroundings = {
  /** Undefined when there is no such file, it is of no parsed language, or it can't be analysed. */
  file(path: string): Promise<OutlinedFile | undefined>;
  /** Paths of the same language family that mention one of the words; empty where the host can't search. */
  mentioning(words: readonly string[], language: Language): Promise<string[]>;
  /** Paths of the change set, of the same language family. */
  changed(language: Language): string[];
};

/** How many files one search may name: each may be read and outlined. */
const MENTIONS_LIMIT = 12;
/** Files beside the change set; most are names that an import might have meant, and nothing is there. */
const KEPT_FILES = 400;

/** What was looked at for a change. Its own files are all kept: their texts are held anyway, and each unit looks into the same ones. */
type Known = { changed: Map<string, Promise<OutlinedFile | undefined>>; others: Known["changed"] };

const KNOWN = new WeakMap<Change, Known>();

export function surroundingsOf(change: Change, analysis: Analysis, signal?: AbortSignal): Surroundings {
  const known = KNOWN.get(change) ?? { changed: new Map(), others: new Map() };
  KNOWN.set(change, known);
  const isKin = (path: string, language: Language) => familyOf(languageOf(path)) === familyOf(language);
  return {
    file(path) {
      const found = known.changed.get(path) ?? known.others.get(path);
      if (found) return found;
      const changed = change.set.files.find((file) => file.path === path);
      const reading = outlined(path, changed, change, analysis, signal);
      const kept = changed ? known.changed : known.others;
      kept.set(path, reading);
      const [oldest] = known.others.keys();
      if (oldest !== undefined && known.others.size > KEPT_FILES) known.others.delete(oldest);
      // What was cut short by an abort must not be kept as missing.
      reading.catch(() => kept.delete(path));
      return reading;
    },
    async mentioning(words, language) {
      if (words.length === 0) return [];
      const paths = await orNone(change.files.mentioning(words, MENTIONS_LIMIT * 2), signal);
      return (paths ?? []).filter((path) => isKin(path, language)).slice(0, MENTIONS_LIMIT);
    },
    changed: (language) => change.set.files.map((file) => file.path).filter((path) => isKin(path, language)),
  };
}

async function outlined(
  path: string,
  changed: ChangedFile | undefined,
  change: Change,
  analysis: Analysis,
  signal?: AbortSignal,
): Promise<OutlinedFile | undefined> {
  const language = languageOf(path);
  if (!isOutlined(language)) return undefined;
  const text = changed?.head ?? (await orNone(change.files.read(path), signal));
  if (text === undefined) return undefined;
  const reading = await orNone(
    analysis.read({ path, language: changed?.language ?? language, text }, { outline: true }, signal),
    signal,
  );
  return reading?.outline && { path, language, lines: linesOf(text), outline: reading.outline };
}

/** A file that can't be read or analysed costs its own context only; an abort costs everything. */
async function orNone<T>(work: Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof AnalysisError || error instanceof Error) return undefined;
    throw error;
  }
}
