import { signOfCommit, type Sign } from "../../core/agent-signs.ts";
import { readAuthorshipNote, type NoteEntry } from "../../core/authorship-note.ts";
import type { Git } from "./git.ts";
import { findObjects, readObjects } from "./git-objects.ts";
import type { PinnedRange } from "./git-range.ts";

/** A commit of the range with what it says about who wrote it. */
export type SignedCommit = { sha: string; sign: Sign | undefined; notes: NoteEntry[] };

const NOTES = "refs/notes/ai";
/** Signs are read of that many commits, newest first. */
const MAX_COMMITS = 1000;
const MAX_OBJECT_BYTES = 2_000_000;

/** Four processes, whatever the number of commits. The merge base's own commit is not in the range. */
export async function readCommits(git: Git, range: PinnedRange): Promise<SignedCommit[]> {
  const list = await git.text([
    "rev-list",
    `--max-count=${MAX_COMMITS}`,
    "--end-of-options",
    range.head,
    `^${range.base}`,
  ]);
  const shas = list.split("\n").filter((sha) => sha !== "");
  const names = shas.flatMap((sha) => [sha, ...notePaths(sha)]);
  const found = await findObjects(git, names);
  const readable = found.flatMap((info) => (info && info.size <= MAX_OBJECT_BYTES ? [info.sha] : []));
  const contents = await readObjects(git, readable);
  return shas.map((sha, index) => {
    const [own, ...notes] = found.slice(index * 4, index * 4 + 4);
    const commit = readCommit(contents.get(own?.sha ?? ""));
    const note = notes.find((info) => info?.type === "blob");
    return {
      sha,
      sign: commit && signOfCommit(commit),
      notes: readAuthorshipNote(contents.get(note?.sha ?? "")?.toString("utf8") ?? ""),
    };
  });
}

/** Where the note of a commit may stand: git spreads many notes over folders of two digits. */
function notePaths(sha: string): string[] {
  const [first, second] = [sha.slice(0, 2), sha.slice(2, 4)];
  return [`${NOTES}:${sha}`, `${NOTES}:${first}/${sha.slice(2)}`, `${NOTES}:${first}/${second}/${sha.slice(4)}`];
}

function readCommit(object: Buffer | undefined): { authorEmail: string; message: string } | undefined {
  if (!object) return undefined;
  const text = object.toString("utf8");
  const end = text.indexOf("\n\n");
  const header = end < 0 ? text : text.slice(0, end);
  const authorEmail = /^author [^<\n]*<([^>\n]*)>/m.exec(header)?.[1] ?? "";
  return { authorEmail, message: end < 0 ? "" : text.slice(end + 2) };
}
