import { EmptyChangeError } from "../../errors.ts";
import type { PullRequest, PullRequestHost } from "../../pull-request.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { openLineage, type Lineage } from "../ledger/lineage.ts";
import { readThen } from "./read-then.ts";

const AS_BEFORE: Lineage["now"] = (path) => path;

/**
 * Where the files of these findings stand at `headSha`; the same path where nothing is known of a move. The change is read only where a file
 * with a fix is gone.
 */
export async function openPathsNow(
  entries: readonly LedgerEntry[],
  headSha: string,
  pull: PullRequest,
  host: Pick<PullRequestHost, "readAt" | "openChange">,
): Promise<Lineage["now"]> {
  const fixed = entries.filter(({ finding, headSha: saidOf }) => finding.fix?.hunks && saidOf !== headSha);
  const gone: { path: string; headSha: string }[] = [];
  for (const [path, [entry]] of Map.groupBy(fixed, ({ finding }) => finding.path))
    if (entry && (await readThen(host, headSha, path)) === undefined) gone.push({ path, headSha: entry.headSha });
  if (gone.length === 0) return AS_BEFORE;
  try {
    const change = await host.openChange({ ...pull, head: { ...pull.head, sha: headSha } });
    try {
      return (await openLineage(change, gone, (sha, path) => readThen(host, sha, path))).now;
    } finally {
      await change.close?.();
    }
  } catch (error) {
    if (error instanceof EmptyChangeError) return AS_BEFORE;
    throw error;
  }
}
