/** One entry of `git diff --raw -z`: paths as they are, modes in octal, SHAs of zeros where there is nothing or it is not yet hashed. */
export type RawEntry = {
  /** A(dded), M(odified), T(ype changed), D(eleted), R(enamed), C(opied), U(nmerged), X (unknown). */
  status: string;
  baseMode: string;
  headMode: string;
  baseSha: string;
  headSha: string;
  path: string;
  /** The path at the base, of a rename or copy. */
  previousPath?: string;
};

/** @see https://git-scm.com/docs/git-diff#_raw_output_format */
export function readRawDiff(output: string): RawEntry[] {
  const parts = output.split("\0");
  const entries: RawEntry[] = [];
  for (let at = 0; at < parts.length;) {
    const head = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([AMTDRCUX])\d*$/.exec(parts[at] ?? "");
    if (!head) {
      at++;
      continue;
    }
    const [, baseMode = "", headMode = "", baseSha = "", headSha = "", status = "X"] = head;
    const moved = status === "R" || status === "C";
    const first = parts[at + 1] ?? "";
    const path = moved ? (parts[at + 2] ?? "") : first;
    entries.push({ status, baseMode, headMode, baseSha, headSha, path, ...(moved && { previousPath: first }) });
    at += moved ? 3 : 2;
  }
  return entries;
}
