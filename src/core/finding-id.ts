import { createHash } from "node:crypto";
import type { Defect } from "./finding.ts";
import { familyOfWeakness } from "./weakness-family.ts";

/** What stays the same when lines move, names of files change, and a model calls the weakness by its neighbour's number. */
export type Identity = { path: string; symbol: string; defect: Pick<Defect, "weakness" | "sink"> };

/**
 * Ids of findings in source order: twelve hexadecimal digits of weakness class, path, symbol and sink,
 * with an ordinal for the second and later of the same kind.
 */
export function findingIds(identities: readonly Identity[]): string[] {
  const seen = new Map<string, number>();
  return identities.map(({ path, symbol, defect }) => {
    const key = [familyOfWeakness(defect.weakness), path, symbol, defect.sink.replace(/\s+/g, "")].join("\0");
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return createHash("sha256").update(`${key}\0${ordinal}`).digest("hex").slice(0, 12);
  });
}

/** An id for a finding whose own is another finding's already: the same one whenever it is asked for. */
export function freeId(id: string, taken: ReadonlySet<string>): string {
  for (let next = id, count = 1; ; count++) {
    if (!taken.has(next)) return next;
    next = createHash("sha256").update(`${id}\0again\0${count}`).digest("hex").slice(0, 12);
  }
}
