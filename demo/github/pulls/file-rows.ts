import type { FileDiff } from "../git/diff.ts";

/** GitHub lists no more files of a pull request. @see https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
export const MAX_ROWS = 3_000;
/** @see https://docs.github.com/repositories/creating-and-managing-repositories/repository-limits#diff-limits */
const MAX_FILE_LINES = 20_000;
const MAX_FILE_BYTES = 500_000;
const MAX_RESPONSE_LINES = 20_000;

export type Row = { file: FileDiff; additions: number; deletions: number; patch: string | undefined };

/**
 * One page of rows. A binary or very large file comes without a patch; once a page has brought about 20,000 lines,
 * the rest of it says 0/0/0 without one, and only a smaller page shows more.
 */
export function fileRows(files: readonly FileDiff[]): Row[] {
  let lines = 0;
  return files.map((file) => {
    const { additions, deletions } = file;
    const patchLines = countLines(file.patch);
    if (lines + patchLines > MAX_RESPONSE_LINES && lines > 0) {
      lines = MAX_RESPONSE_LINES;
      return { file, additions: 0, deletions: 0, patch: undefined };
    }
    const tooLarge = patchLines > MAX_FILE_LINES || (file.patch?.length ?? 0) > MAX_FILE_BYTES;
    if (tooLarge) return { file, additions, deletions, patch: undefined };
    lines += patchLines;
    return { file, additions, deletions, patch: file.patch };
  });
}

function countLines(patch: string | undefined): number {
  if (patch === undefined) return 0;
  let count = 1;
  for (let at = patch.indexOf("\n"); at >= 0; at = patch.indexOf("\n", at + 1)) count++;
  return count;
}
