import type { Entry } from "../knowledge.ts";
import type { EntryRefusal } from "./entry-lint.ts";
import { lintEntry } from "./entry-lint.ts";
import { entryKey } from "./identity.ts";

/** Why something of a seed file is not taken; `place` is the file, with the line where it has many entries. */
type SeedRefusal = { place: string; reason: string };

/** A file with entries, read. It is taken whole or, with any refusal, not at all. */
export type SeedFile = { path: string; entries: { place: string; entry: Entry }[]; refusals: SeedRefusal[] };

/**
 * Judges files one after another as one seeding: what the lint refuses, and an id that an earlier file of the same seeding has.
 * `scope` overrides the scope that entries name.
 */
export function seedJudge(scope?: Entry["scope"]): (file: SeedFile) => SeedFile {
  const known = new Map<string, string>();
  return (file) => {
    const entries = file.entries.map(({ place, entry }) => ({ place, entry: scope === undefined ? entry : { ...entry, scope } }));
    const refusals = [...file.refusals];
    for (const { place, entry } of entries) {
      for (const refusal of lintEntry(entry)) refusals.push({ place, reason: reasonOf(refusal) });
      const earlier = known.get(entryKey(entry));
      if (earlier === undefined) known.set(entryKey(entry), place);
      else refusals.push({ place, reason: `id: the same id stands in ${earlier}` });
    }
    return { path: file.path, entries: refusals.length > 0 ? [] : entries, refusals };
  };
}

function reasonOf({ key, reason }: EntryRefusal): string {
  return `${key}: ${reason}`;
}
