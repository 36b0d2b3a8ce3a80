import { z } from "zod";
import { Severity } from "../weakness.ts";

// The forms of the model's answers. Lengths are checked here and not in the schema that is sent: strict modes know no `maxLength`.
const text = (most: number) => z.string().refine((value) => value.length <= most, `longer than ${most} characters`);

/** What introspection claims; a claim counts only when its quote stands in the code. */
export const Introspection = z.object({
  /** Written first, so that a model that thinks in its answer thinks before it judges. */
  considered: text(8000),
  defects: z
    .array(
      z.object({
        weakness: z.string().refine((value) => /^cwe-0*[1-9]\d{0,4}$/i.test(value), "not a CWE number"),
        severity: Severity,
        confidence: z.number().refine((value) => value >= 0 && value <= 1, "not between 0 and 1"),
        quote: text(2000),
        sink: text(200),
        title: text(300),
        reason: text(2000),
      }),
    )
    .refine((list) => list.length <= 50, "more than 50 defects"),
});
export type Introspection = z.infer<typeof Introspection>;

/** A version of the unit: the whole code again, and the imports that it needs. */
export const Repair = z.object({
  explanation: text(4000),
  /** Why it can't be repaired within the rules; empty when it is. */
  obstacle: text(1000),
  code: text(400_000),
  imports: z.array(text(300)).refine((list) => list.length <= 20, "more than 20 imports"),
  title: text(300),
});
export type Repair = z.infer<typeof Repair>;

/** Which of two unlabelled versions has the weakness. */
export const Comparison = z.object({
  reason: text(4000),
  first: z.object({ hasWeakness: z.boolean() }),
  second: z.object({ hasWeakness: z.boolean() }),
  sameBehaviour: z.boolean(),
  newDanger: z.enum(["first", "second", "none"]),
});
export type Comparison = z.infer<typeof Comparison>;
