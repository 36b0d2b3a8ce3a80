/** What one benchmark found, as a part of docs/benchmarks.md. */
export type Section = {
  title: string;
  /** What was done, in a sentence or two. */
  method: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  goals: readonly Goal[];
};

/** `met` is undefined where the machine could not tell. */
export type Goal = { text: string; found: string; met: boolean | undefined };

export function renderSection({ title, method, columns, rows, goals }: Section): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const table = [row(columns), row(columns.map(() => "---")), ...rows.map(row)];
  const verdicts = goals.map(({ text, found, met }) => `- ${VERDICTS[`${met}`]}: ${text}. Found: ${found}.`);
  return [`## ${title}`, "", method, "", ...table, "", ...verdicts, ""].join("\n");
}

const VERDICTS = { true: "Goal met", false: "**Goal missed**", undefined: "Not decided here" };
