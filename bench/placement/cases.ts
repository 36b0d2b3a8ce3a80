import fc from "fast-check";
import { EDIT, edited, FORM, LINE, written, type LineEdit } from "../../test/core/strange-texts.ts";

/** One file on both sides of a change, and what repairs would make of it. A side that is undefined is not there. */
export type PlacementCase = {
  base: Side | undefined;
  head: Side | undefined;
  /** The head's text after each repair alone; all of them are of one file and checked. */
  repaired: readonly string[];
  /** Where the findings stand in the head: shares of its length, and how many lines more than one. */
  stands: readonly { at: number; more: number }[];
};

/** `path` is within the case's own folder. */
export type Side = { path: string; bytes: Buffer; mode: "100644" | "100755" };

/** Names that git quotes, or that others read as something else. */
const STRANGE_NAMES = [
  "tab\there.py",
  'a "b".py',
  "caf\u00e9 \u00fc.py",
  "back\\slash.py",
  "two words.py",
  "a => b.py",
  "line\nfeed.py",
  "-x.py",
  "\u2028.py",
];
const NAME = fc.oneof({ weight: 5, arbitrary: fc.constant("app.py") }, fc.constantFrom(...STRANGE_NAMES));

/** What becomes of the file beside its text. */
const FATE = fc.oneof(
  { weight: 14, arbitrary: fc.constant("modified" as const) },
  { weight: 3, arbitrary: fc.constant("added" as const) },
  { weight: 3, arbitrary: fc.constant("renamed" as const) },
  fc.constantFrom("mode only" as const, "emptied" as const, "deleted" as const, "binary" as const, "copied" as const),
);

/** A second repair at the same lines, beside them, or anywhere. */
const NEXT = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.record({ lines: fc.integer({ min: -2, max: 3 }), edit: EDIT }) },
);

const FORMS = fc.record({
  base: FORM,
  head: fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, FORM),
  repair: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, FORM),
});

/** Pairs of texts, with one or two repairs of the second. Numbered lines among equal ones keep hunks apart, as in real files. */
export const PLACEMENT_CASE: fc.Arbitrary<PlacementCase> = fc
  .record({
    lines: fc.array(
      fc.oneof(
        LINE,
        fc.nat(500).map((number) => `step_${number}()`),
      ),
      { maxLength: 70, size: "max" },
    ),
    change: fc.array(EDIT, { minLength: 1, maxLength: 5, size: "max" }),
    repair: fc.array(EDIT, { minLength: 0, maxLength: 2, size: "max" }),
    next: NEXT,
    deleteOnly: fc.boolean(),
    forms: FORMS,
    fate: FATE,
    names: fc.tuple(NAME, NAME),
    stands: fc.array(
      fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), more: fc.integer({ min: 0, max: 15 }) }),
      {
        minLength: 2,
        maxLength: 2,
      },
    ),
  })
  .map(({ lines, change, repair, next, deleteOnly, forms, fate, names: [name, otherName], stands }) => {
    const form = forms.head ?? forms.base;
    const after = fate === "emptied" ? [] : fate === "mode only" || fate === "copied" ? lines : edited(lines, change);
    const repairs = [deleteOnly ? repair.map((edit) => ({ ...edit, amount: edit.amount + 1, made: [] })) : repair];
    const second = next && beside(repair[0], next, after.length);
    if (second) repairs.push([second]);
    const base = written(lines, forms.base);
    const head = fate === "mode only" || fate === "copied" ? base : written(after, form);
    const headForm = fate === "mode only" || fate === "copied" ? forms.base : form;
    const side = (path: string, text: string, mode: Side["mode"] = "100644"): Side => ({
      path,
      bytes: Buffer.from(fate === "binary" ? `\0${text}` : text),
      mode,
    });
    const moved = fate === "renamed" || fate === "copied";
    const headName = moved && otherName === name ? `other-${name}` : moved ? otherName : name;
    return {
      base: fate === "added" ? undefined : side(name, base),
      head: fate === "deleted" ? undefined : side(headName, head, fate === "mode only" ? "100755" : "100644"),
      repaired:
        fate === "deleted" || fate === "binary"
          ? []
          : repairs.map((edits) => written(edited(after, edits), forms.repair ?? headForm)),
      stands,
    };
  });

function beside(
  first: LineEdit | undefined,
  { lines, edit }: { lines: number; edit: LineEdit },
  length: number,
): LineEdit {
  return first ? { ...edit, at: Math.min(1, Math.max(0, first.at + lines / (length + 1))) } : edit;
}
