import { z } from "zod";
import { Cwe } from "./weakness.ts";

/** Who may use an entry: everyone, one organisation, or one repository (numeric ids of the host; `local` on a command line). */
export const Scope = z
  .string()
  .regex(/^(shared|org:[A-Za-z0-9_-]{1,64}|repo:[A-Za-z0-9_-]{1,64})$/, "not a scope: shared, org:ID or repo:ID");
export type Scope = z.infer<typeof Scope>;

export const Status = z.enum(["proposed", "active", "retired"]);
export type Status = z.infer<typeof Status>;

/** A pair of examples in one language. */
export const Example = z.strictObject({
  language: z.string().min(1).max(20),
  vulnerable: z.string().min(1).max(8000).optional(),
  secure: z.string().min(1).max(8000),
});
export type Example = z.infer<typeof Example>;

/** A code transformation that a lesson or practice carries: ast-grep patterns. */
const EntryRewrite = z.strictObject({
  language: z.string().min(1).max(20),
  pattern: z.string().min(1).max(2000),
  replacement: z.string().max(2000),
  imports: z.array(z.string().max(200)).max(5).optional(),
});

/** What people did with an entry so far. */
export const Standing = z.strictObject({
  cited: z.int().min(0).default(0),
  adopted: z.int().min(0).default(0),
  edited: z.int().min(0).default(0),
  declined: z.int().min(0).default(0),
  reverted: z.int().min(0).default(0),
});
export type Standing = z.infer<typeof Standing>;

export const NEW_STANDING: Standing = { cited: 0, adopted: 0, edited: 0, declined: 0, reverted: 0 };

/**
 * One piece of knowledge: a practice (a rule of secure coding) or a lesson (a vulnerable → secure example with its reason and origin).
 * One file, and one point in a store.
 */
export const Entry = z.strictObject({
  /** Given by the author for files (`python-sql-parameters`), else made from the content; unique within its scope. */
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,127}$/, "not an id: lower-case letters, digits, dots and dashes"),
  /** The id that its source knows it by, where it was imported: `codeql-help/py/sql-injection`. */
  sourceId: z.string().min(1).max(200).optional(),
  kind: z.enum(["practice", "lesson"]),
  title: z.string().min(3).max(200),
  scope: Scope.default("shared"),
  status: Status.default("active"),
  /** Most specific first; empty when the source names none. */
  weaknesses: z.array(Cwe).max(20),
  /** Language names as in `Language`; empty = neutral. */
  languages: z.array(z.string().min(1).max(20)).max(20),
  /** API names it is about, as written in code: `cursor.execute`. */
  apis: z.array(z.string().min(1).max(100)).max(40).default([]),
  /** Markdown: what to do, why, when it applies and when not. */
  text: z.string().min(1).max(30_000),
  examples: z.array(Example).max(12).default([]),
  rewrites: z.array(EntryRewrite).max(6).default([]),
  /** Where it came from, for people; for a lesson the change it was learned from. */
  origin: z.string().max(300).default(""),
  references: z
    .array(z.url({ protocol: /^https$/ }))
    .max(12)
    .default([]),
  standing: Standing.default(NEW_STANDING),
});
export type Entry = z.infer<typeof Entry>;

/** What is asked of the store: the task and the code are both queried (Eq. 2), weaknesses come from the defects. */
export type KnowledgeQuery = {
  /** Path, imports, signatures: the task `x`. */
  task: string;
  /** The code `y_t`. */
  code: string;
  language: string;
  weaknesses: Cwe[];
  /** Scopes that the asker may read; `shared` is always among them. */
  scopes: Scope[];
  limit: number;
};

/** `score` ranks within one answer; `sufficient` says that it matches weakness and language above the calibrated score. */
export type Hit = { entry: Entry; score: number; sufficient: boolean };

/** An entry that shaped a finding or its fix, with its record. */
export type Citation = { id: string; title: string; kind: Entry["kind"]; scope: Scope; standing: Standing };

export type UpsertReport = { added: number; updated: number; unchanged: number };

/** Which entries: all given conditions hold. */
export type EntryFilter = { scope?: Scope; status?: Status; ids?: string[] };

/**
 * The knowledge base. Acknowledged writes survive a kill.
 *
 * All methods throw `StoreError` when the store can't be reached, is slow (1.5 s for a search) or is held by another process.
 */
export type KnowledgeStore = {
  /** For people: "embedded (~/.reflexgen/knowledge)", "qdrant at db.example.com". */
  readonly place: string;
  /** Idempotent: the same entry twice is `unchanged`. All or nothing. */
  upsert(entries: readonly Entry[]): Promise<UpsertReport>;
  /** Active entries of the scopes only, best first. */
  search(query: KnowledgeQuery, signal?: AbortSignal): Promise<Hit[]>;
  list(filter?: EntryFilter): AsyncIterable<Entry>;
  /** How many were removed. */
  remove(filter: EntryFilter & ({ scope: Scope } | { ids: string[] })): Promise<number>;
  /** A search is likely soon: what takes time to open may be opened now. Troubles are told by the search. */
  prepare?(): void;
  close(): Promise<void>;
};

export function cite(entry: Entry): Citation {
  const { id, title, kind, scope, standing } = entry;
  return { id, title, kind, scope, standing };
}
