import type { Analysis } from "../../analysis.ts";
import type { MarkedFinding } from "../../mark.ts";
import type { Policy } from "../../policy.ts";
import type { PullRequestHost } from "../../pull-request.ts";
import { isAdopted } from "./fix-of-mark.ts";
import { fixesOfFile, type FileFixes } from "./fixes-of-file.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Lineage } from "../ledger/lineage.ts";

export type Chosen = {
  files: FileFixes[];
  /** Findings whose fix stands there already. */
  there: MarkedFinding[];
  left: { id: string; reason: string }[];
};

type Tools = {
  host: Pick<PullRequestHost, "readAt" | "modeAt">;
  analysis: Analysis;
  /** Where a file of a finding stands at this head. */
  pathNow: Lineage["now"];
};

/** More files than this in one commit are not what one click should do. */
const MOST_FILES = 100;
const NOT_OPEN = "no open finding has this id";

/** What of the findings that were asked for can be committed at this head, file by file, and why the rest can't. */
export async function chooseFixes(
  ids: readonly string[] | "all",
  { entries }: Ledger,
  headSha: string,
  { suggestModelOnly }: Pick<Policy, "suggestModelOnly">,
  tools: Tools,
): Promise<Chosen> {
  const open = entries.filter(({ state }) => state === "open" || state === "late");
  const chosen: Chosen = { files: [], there: [], left: [] };
  const leave = (id: string, reason: string) => chosen.left.push({ id, reason });
  if (ids !== "all")
    for (const id of new Set(ids)) if (!open.some(({ finding }) => finding.id === id)) leave(id, NOT_OPEN);

  const asked = open.filter(({ finding }) => (ids === "all" ? finding.fix !== undefined : ids.includes(finding.id)));
  // Said twice, it is one finding.
  const wanted = [...new Map(asked.map((entry) => [entry.finding.id, entry])).values()];
  const allowed = wanted.filter(({ finding }) => suggestModelOnly || !finding.byModel);
  for (const { finding } of wanted.filter((entry) => !allowed.includes(entry)))
    leave(finding.id, "no analyser covers it, and the settings want no fix that only a model examined");
  for (const [path, of] of Map.groupBy(allowed, ({ finding }) => tools.pathNow(finding.path))) {
    if (chosen.files.length === MOST_FILES) {
      for (const { finding } of of) leave(finding.id, "too many files for one commit: ask again");
      continue;
    }
    const file = await fixesOfFile(path, of, headSha, tools);
    chosen.left.push(...file.left);
    chosen.there.push(...file.there);
    if (file.applied.length > 0) chosen.files.push(file);
  }
  return chosen;
}

/** Nothing of what was asked for can be committed: because all of it stands at this head, or for another reason? */
export async function isAllThere(
  { there, left }: Chosen,
  ids: readonly string[] | "all",
  ledger: Ledger,
  headSha: string,
  tools: Pick<Tools, "pathNow"> & { host: Pick<PullRequestHost, "readAt"> },
): Promise<boolean> {
  // Once the review of that head has told so, they are open no more.
  const standing = new Set([...there.map(({ id }) => id), ...(await standingAt(headSha, ids, ledger, tools))]);
  return standing.size > 0 && left.every(({ id, reason }) => reason === NOT_OPEN && standing.has(id));
}

/** Findings of a request whose fix stands in a commit: what it was made for. */
export async function standingAt(
  sha: string,
  ids: readonly string[] | "all",
  { entries }: Ledger,
  { host, pathNow }: Pick<Tools, "pathNow"> & { host: Pick<PullRequestHost, "readAt"> },
): Promise<string[]> {
  const asked = entries.filter(({ finding }) => finding.fix && (ids === "all" || ids.includes(finding.id)));
  const found = new Set<string>();
  for (const [path, of] of Map.groupBy(asked, ({ finding }) => pathNow(finding.path))) {
    const text = (await host.readAt(sha, path)) ?? "";
    for (const { finding } of of) if (finding.fix && isAdopted(finding.fix, text)) found.add(finding.id);
  }
  return [...found];
}
