import fc from "fast-check";

/** Lines as code holds them: few, so that equal ones come often, and some that other tools split, count or quote wrongly. */
export const LINE = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a = 1", "b = 2", "", "    return a", "}", "\tif (x) {", "c = 3") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "```",
      "````suggestion",
      "~~~",
      "@@ -1 +1 @@",
      "--- a/x",
      "\\ No newline at end of file",
      "x // No newline at end of file",
      "form\ffeed",
      "vertical\vtab",
      "nel\u0085line",
      "line\u2028separator",
      "paragraph\u2029separator",
      "trailing   ",
      "caf\u00e9 \u{1f600}",
      "<!-- reflexgen:1 -->",
      "</details>",
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom("lone\rreturn", "zero\u200bwidth", "bidi\u202e", "bell\u0007") },
);

export type TextForm = { end: "\n" | "\r\n" | "mixed"; mark: boolean; finalEnd: boolean };

export const FORM: fc.Arbitrary<TextForm> = fc.record({
  end: fc.oneof(
    { weight: 5, arbitrary: fc.constant("\n" as const) },
    fc.constantFrom("\r\n" as const, "mixed" as const),
  ),
  mark: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  finalEnd: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
});

export type LineEdit = { at: number; amount: number; made: string[] };

/** One edit of a list of lines: `amount` lines at `at` (a share of the length) become `made`. */
export const EDIT: fc.Arbitrary<LineEdit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  amount: fc.integer({ min: 0, max: 4 }),
  made: fc.array(LINE, { maxLength: 4 }),
});

export function edited(lines: readonly string[], edits: readonly LineEdit[]): string[] {
  return edits.reduce(
    (result, { at, amount, made }) => {
      return result.toSpliced(Math.floor(at * (result.length + 1)), amount, ...made);
    },
    [...lines],
  );
}

export function written(lines: readonly string[], { end, mark, finalEnd }: TextForm): string {
  const ends = lines.map((_, index) => (end === "mixed" ? (index % 3 === 0 ? "\r\n" : "\n") : end));
  const text = lines.map((line, index) => line + (index < lines.length - 1 || finalEnd ? ends[index] : "")).join("");
  return (mark && text !== "" ? "\uFEFF" : "") + text;
}

/** Three texts of one file: before the change, at its head, and as a repair would have it. The repair may also touch the form. */
export const THREE_TEXTS = fc
  .record({
    base: fc.array(LINE, { maxLength: 40 }),
    change: fc.array(EDIT, { minLength: 1, maxLength: 4 }),
    repair: fc.array(EDIT, { minLength: 1, maxLength: 2 }),
    form: FORM,
    otherForm: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, FORM),
  })
  .map(({ base, change, repair, form, otherForm }) => {
    const head = edited(base, change);
    return {
      base: written(base, form),
      head: written(head, form),
      repaired: written(edited(head, repair), otherForm ?? form),
    };
  });
