/** A hunk of a patch. Lines count from 1; an empty side (`-0,0`) has a count of 0. */
export type Hunk = {
  header: string;
  oldStart: number;
  oldCount: number;
  newStart: number;
  newCount: number;
  lines: HunkLine[];
};

/** A line of a diff with its numbers on both sides; the side where it does not stand is undefined. */
export type HunkLine = { text: string; oldLine: number | undefined; newLine: number | undefined };

export type Side = "LEFT" | "RIGHT";

/** @param patch a row's patch, from the first `@@` on. Only LF parts its lines. */
export function readHunks(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  let oldLine = 0;
  let newLine = 0;
  for (const text of patch.split("\n")) {
    const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text);
    if (head) {
      oldLine = Number(head[1]);
      newLine = Number(head[3]);
      const [oldCount, newCount] = [Number(head[2] ?? 1), Number(head[4] ?? 1)];
      hunks.push({ header: text, oldStart: oldLine, oldCount, newStart: newLine, newCount, lines: [] });
      continue;
    }
    const sign = text[0];
    const lines = hunks.at(-1)?.lines;
    if (sign === " ") lines?.push({ text, oldLine: oldLine++, newLine: newLine++ });
    else if (sign === "-") lines?.push({ text, oldLine: oldLine++, newLine: undefined });
    else if (sign === "+") lines?.push({ text, oldLine: undefined, newLine: newLine++ });
  }
  return hunks;
}

/** Whether a line stands in a hunk, on its side. */
export function holdsLine(hunk: Hunk, line: number, side: Side): boolean {
  return hunk.lines.some((one) => (side === "LEFT" ? one.oldLine : one.newLine) === line);
}
