import { readHunks } from "../git/hunks.ts";

/**
 * Where lines of an old text stand in the new one, by the patch between them: undefined for a line that was removed
 * or changed. Without a patch nothing moved.
 */
export function lineMap(patch: string | undefined): (line: number) => number | undefined {
  const hunks = patch === undefined ? [] : readHunks(patch);
  return (line) => {
    let shift = 0;
    for (const hunk of hunks) {
      // A hunk that only adds begins after the old line that its header names.
      const firstOld = hunk.oldCount === 0 ? hunk.oldStart + 1 : hunk.oldStart;
      if (line < firstOld) break;
      if (line < firstOld + hunk.oldCount) {
        const kept = hunk.lines.find((one) => one.oldLine === line);
        return kept?.newLine;
      }
      shift += hunk.newCount - hunk.oldCount;
    }
    return line + shift;
  };
}
