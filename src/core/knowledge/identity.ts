import { createHash } from "node:crypto";
import type { Entry, Scope } from "../knowledge.ts";

/** An entry's place: the same id may stand in several scopes. */
export function entryKey(entry: { scope: Scope; id: string }): string {
  return `${entry.scope}/${entry.id}`;
}

/** Each entry once: of several with one key the last counts, as if they had been written one after another. */
export function lastOfEach(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entryKey(entry), entry])).values()];
}

/** SHA-256 of the whole entry with its keys in order: equal hash, equal entry. */
export function contentHash(entry: Entry): string {
  return createHash("sha256").update(JSON.stringify(entry, inOrder)).digest("hex");
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A UUID (version 8: ours) that the key alone decides, for stores that want one. */
export function entryUuid(key: string): string {
  const hex = createHash("sha256").update(`reflexgen entry\n${key}`).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
