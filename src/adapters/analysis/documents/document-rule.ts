import { z } from "zod";
import { RuleFile } from "../rules/rule-schema.ts";

/** A rule file of a document folder. `find` names a finder of `documents/finders.ts`. */
export const DocumentRule = RuleFile.pick({
  id: true,
  title: true,
  weakness: true,
  severity: true,
  tier: true,
  message: true,
  references: true,
  vocabulary: true,
}).extend({
  find: z.string().regex(/^[a-z0-9-]+$/, "not a finder's name"),
  /** What the finder's repair does, for people; without it no repair is offered. */
  fix: z.string().min(3).max(120).optional(),
});
export type DocumentRule = z.infer<typeof DocumentRule>;
