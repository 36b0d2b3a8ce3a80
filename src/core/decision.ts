import { z } from "zod";
import { Cwe } from "./weakness.ts";

/** What a finding is known by when its lines moved, its file was renamed, or a model gives the weakness its neighbour's number. */
export const Fingerprint = z.strictObject({
  weakness: Cwe,
  path: z.string().max(4096),
  symbol: z.string().max(300),
  sink: z.string().max(300),
  /** Sixteen hexadecimal digits of the quoted code without its white space: see `quoteDigest`. It only breaks ties of the rest. */
  quote: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  /** Sixteen such digits of the function that it stands in, where that was read whole: see `unitDigest`. */
  unit: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
});
export type Fingerprint = z.infer<typeof Fingerprint>;

/**
 * A "no" of somebody who had the right to it: `declined` = no defect here, `accepted` = a risk that is taken for a time.
 * It is about this very code: when the quoted code becomes another, it no longer holds; of a grave finding, when its function does.
 */
export const Decision = z.strictObject({
  /** The finding's id where it was said. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  about: Fingerprint,
  state: z.enum(["declined", "accepted"]),
  by: z.strictObject({ id: z.int().positive(), login: z.string().max(100) }),
  reason: z.string().max(500),
  /** Milliseconds since 1970. */
  atMs: z.int().positive(),
  /** It holds until then; a dismissal gets an end, too, so that nothing is silenced for ever. */
  untilMs: z.int().positive(),
  /** The pull request that it was said on. */
  pull: z.int().positive(),
});
export type Decision = z.infer<typeof Decision>;

/** Decisions that outlive their pull request, by repository. Methods throw `StoreError` like those of the knowledge store. */
export type DecisionStore = {
  /** Durable when it resolves; the same decision (repository, pull request and id) twice is one, the later one counts. */
  remember(repository: number, decision: Decision): Promise<void>;
  /** Those that hold at this time. */
  of(repository: number, nowMs: number): Promise<Decision[]>;
  /** Everything of these repositories, for an uninstall. */
  forget(repositories: readonly number[]): Promise<void>;
};
