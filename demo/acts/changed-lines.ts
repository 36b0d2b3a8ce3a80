import { diffArrays } from "diff";

export type ChangedLine = { sign: "+" | "-" | " "; text: string };

/** Two texts as one list: lines that went, that came, and that stayed. */
export function changedLines(before: readonly string[], after: readonly string[]): ChangedLine[] {
  return diffArrays([...before], [...after]).flatMap(({ value, added, removed }) =>
    value.map((text): ChangedLine => ({ sign: added ? "+" : removed ? "-" : " ", text })),
  );
}
