import { AnalysisError, type Analysis } from "../../analysis.ts";
import { combineFixes } from "../../combine-fixes.ts";
import type { Fix } from "../../finding.ts";
import { languageOf, type Language } from "../../language.ts";
import type { MarkedFinding } from "../../mark.ts";
import type { PullRequestHost } from "../../pull-request.ts";
import { isAdopted } from "./fix-of-mark.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { moveHunks } from "./move-hunks.ts";
import { whyNeverWritten } from "./never-written.ts";
import { readThen } from "./read-then.ts";
import { stillReported } from "./still-reported.ts";

/** What of one file's fixes can be committed: `before` is the file at the head, `text` the same with them. Each finding is in one list. */
export type FileFixes = {
  path: string;
  before: string;
  text: string;
  applied: MarkedFinding[];
  /** Findings whose fix stands there already. */
  there: MarkedFinding[];
  left: { id: string; reason: string }[];
};

type Reading = { host: Pick<PullRequestHost, "readAt" | "modeAt">; analysis: Analysis };
type Fixable = Pick<MarkedFinding, "id" | "weakness" | "sink"> & {
  finding: MarkedFinding;
  fix: Pick<Fix, "reached" | "patch">;
};

/**
 * The fixes of one file at `headSha`, looked at together: the text still parses, nothing new is reported, and what each was made for is
 * gone. The bytes are those of our own signed marks; what lies around them may have changed since, and `path`, where the file stands at
 * that head, may be another than that of the findings.
 */
export async function fixesOfFile(
  path: string,
  entries: readonly LedgerEntry[],
  headSha: string,
  { host, analysis }: Reading,
): Promise<FileFixes> {
  const file: FileFixes = { path, before: "", text: "", applied: [], there: [], left: [] };
  const leave = (reason: string) => ({ ...file, left: entries.map(({ finding }) => ({ id: finding.id, reason })) });
  const never = whyNeverWritten(path) ?? (await whyNotItsMode(path, headSha, host));
  if (never !== undefined) return leave(never);
  const head = await host.readAt(headSha, path);
  if (head === undefined) return leave("its file is gone, or is no text any more");

  const fixable: Fixable[] = [];
  // Findings that one patch repairs share its hunks: the same object, so that it is applied once.
  const moved = new Map<string, ReturnType<typeof moveHunks>>();
  for (const { finding, headSha: saidOf } of entries) {
    const { id, weakness, sink, fix } = finding;
    if (!fix?.hunks) file.left.push({ id, reason: fix ? NOT_KEPT : "it has no checked fix" });
    else if (isAdopted(fix, head)) file.there.push(finding);
    else {
      if (!moved.has(fix.digest)) {
        const then = saidOf === headSha ? head : await readThen(host, saidOf, finding.path);
        moved.set(fix.digest, then === undefined ? undefined : moveHunks(fix.hunks, then, head));
      }
      const hunks = moved.get(fix.digest);
      if (hunks) fixable.push({ id, weakness, sink, finding, fix: { reached: "L3", patch: { path, hunks } } });
      else file.left.push({ id, reason: "its lines are others by now" });
    }
  }
  const together = await goTogether(fixable, { path, language: languageOf(path), head }, analysis);
  return { ...file, ...together, before: head, left: [...file.left, ...together.left] };
}

const NOT_KEPT = "its fix is too long for a comment, or holds a secret: commit its suggestion";

/** GitHub's commits by this way know no modes: what is no plain file would become one. */
async function whyNotItsMode(
  path: string,
  headSha: string,
  host: Pick<PullRequestHost, "modeAt">,
): Promise<string | undefined> {
  const mode = await host.modeAt(headSha, path);
  if (mode === undefined || mode === "100644") return undefined;
  if (mode === "100755") return "its file is executable, which such a commit would not keep: commit its suggestion";
  return "it is a symbolic link or a submodule, not a file";
}

/** Combines what goes together; what would still be reported afterwards is left out, and the rest is combined anew. */
async function goTogether(
  fixable: readonly Fixable[],
  file: { path: string; language: Language; head: string },
  analysis: Analysis,
): Promise<Pick<FileFixes, "text" | "applied" | "left">> {
  const left: FileFixes["left"] = [];
  for (let rest = fixable; ;) {
    const combined = await combineFixes(rest, file, analysis);
    const applied = rest.filter(({ id }) => combined.applied.includes(id));
    const standing = await standingOrReason(applied, combined.text, file, analysis);
    if (standing.ids.length === 0)
      return { text: combined.text, applied: applied.map(({ finding }) => finding), left: [...left, ...combined.left] };
    left.push(...standing.ids.map((id) => ({ id, reason: standing.reason })));
    rest = rest.filter(({ id }) => !standing.ids.includes(id));
  }
}

async function standingOrReason(
  applied: readonly Fixable[],
  text: string,
  file: { path: string; language: Language; head: string },
  analysis: Analysis,
): Promise<{ ids: string[]; reason: string }> {
  try {
    const ids = await stillReported(applied, text, file, analysis);
    return { ids, reason: "with it, its weakness would still be reported" };
  } catch (error) {
    if (!(error instanceof AnalysisError)) throw error;
    return { ids: applied.map(({ id }) => id), reason: error.message };
  }
}
