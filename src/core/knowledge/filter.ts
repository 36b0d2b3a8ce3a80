import { familyOf } from "../language.ts";
import type { Cwe } from "../weakness.ts";
import type { Entry, EntryFilter, Scope } from "../knowledge.ts";

/** What stores index of an entry beside its vector. */
export const FACETS = ["id", "scope", "status", "kind", "languages", "weaknesses"] as const;
export type Facet = (typeof FACETS)[number];
export type Facets = Record<Facet, string[]>;

/** The facet holds one of the values; with `orEmpty`, or holds nothing. */
export type Condition = { facet: Facet; anyOf: string[]; orEmpty?: boolean };

/** All conditions hold. Without conditions everything matches. */
export type Filter = readonly Condition[];

/**
 * What an asker may see: active entries of `shared` and of the scopes named. Tenants are kept apart by this and by nothing else:
 * every search starts with it, and so does the count of documents behind a term's weight, or one tenant's words would tell on another's.
 */
export function visibleTo(scopes: readonly Scope[]): Filter {
  return [
    { facet: "scope", anyOf: [...new Set(["shared", ...scopes])] },
    { facet: "status", anyOf: ["active"] },
  ];
}

/** Entries for this language or for none; languages without a family here (`text`) see every entry. */
export function forLanguage(language: string): Filter {
  return language === "text" || language === "" ? [] : [{ facet: "languages", anyOf: [familyOf(language)], orEmpty: true }];
}

export function ofWeaknesses(weaknesses: Iterable<Cwe>): Filter {
  return [{ facet: "weaknesses", anyOf: [...weaknesses] }];
}

/** The maintainer's view, for listing and removing: no tenant is assumed, what is given must hold. */
export function storedBy(filter: EntryFilter): Filter {
  const conditions: Condition[] = [];
  if (filter.scope !== undefined) conditions.push({ facet: "scope", anyOf: [filter.scope] });
  if (filter.status !== undefined) conditions.push({ facet: "status", anyOf: [filter.status] });
  if (filter.ids !== undefined) conditions.push({ facet: "id", anyOf: [...filter.ids] });
  return conditions;
}

/** Languages are kept by family: a practice for TypeScript serves JavaScript. */
export function facetsOf(entry: Entry): Facets {
  return {
    id: [entry.id],
    scope: [entry.scope],
    status: [entry.status],
    kind: [entry.kind],
    languages: [...new Set(entry.languages.map(familyOf))],
    weaknesses: [...entry.weaknesses],
  };
}

/** Does an entry with these facets pass? What Qdrant does with the same conditions. */
export function passes(facets: Facets, filter: Filter): boolean {
  return filter.every(({ facet, anyOf, orEmpty }) => {
    const values = facets[facet];
    return values.length === 0 ? orEmpty === true : values.some((value) => anyOf.includes(value));
  });
}
