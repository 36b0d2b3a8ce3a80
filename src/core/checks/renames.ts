import type { Language } from "../language.ts";
import { feedingOf, rootOf } from "./flow.ts";
import type { Statement } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** May `now` stand where `old` stood? */
export type Renames = (old: string, now: string) => boolean;

/** A repaired value may go on under a new name, and only under one that carries what the old one did. */
export function renamesBetween(
  before: readonly Statement[],
  after: readonly Statement[],
  language: Language,
  names: ReadonlySet<string>,
  newNames: ReadonlySet<string>,
): Renames {
  const known = new Map<string, boolean>();
  const carries = (old: string, now: string): boolean => {
    const from = feedingOf([now], after, language);
    const given = new Set([...from.names, ...[...from.leaves].map(rootOf)]);
    if (given.has(old)) return true;
    const wanted = [...feedingOf([old], before, language).leaves].map(rootOf);
    return wanted.length > 0 && wanted.every((name) => given.has(name));
  };
  return (old, now) => {
    if (!names.has(old) || !newNames.has(now)) return false;
    const key = `${old} ${now}`;
    const answer = known.get(key) ?? carries(old, now);
    known.set(key, answer);
    return answer;
  };
}

/** Equal tokens, but for renamed values. */
export function sameBut(old: readonly Token[], now: readonly Token[], renames: Renames): boolean {
  return (
    old.length === now.length &&
    old.every((token, index) => {
      const other = now[index];
      if (!other || other.kind !== token.kind) return false;
      return other.text === token.text || (token.kind === "name" && renames(token.text, other.text));
    })
  );
}
