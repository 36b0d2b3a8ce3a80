import type { Models } from "./models.ts";
import type { SourceKind } from "./model-schema.ts";

/**
 * The kinds of sources that a text can hold at all, by its words: nearly all files hold none, and are then not looked at
 * further. A source can be there when every part of its path is, where an object counts under any of its names.
 */
export function possibleSources(text: string, models: Models): ReadonlySet<SourceKind> {
  const words = new Set(text.match(/[\w$]+/g));
  const kinds = new Set<SourceKind>();
  for (const { kind, needs } of models.requirements) {
    const isThere = needs.every((part) => part.some((name) => name.every((word) => words.has(word))));
    if (!kinds.has(kind) && isThere) kinds.add(kind);
  }
  for (const { kind, mentions } of models.parameterSources) {
    if (!kinds.has(kind) && (mentions?.test(text) ?? true)) kinds.add(kind);
  }
  return kinds;
}
