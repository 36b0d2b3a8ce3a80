import { agentOfLogin, signOfCommit, signOfText, type Sign } from "../../core/agent-signs.ts";
import { readAuthorshipNote, type NoteEntry } from "../../core/authorship-note.ts";
import type { ChangedFile } from "../../core/change.ts";
import { provenanceOf, strongest, type LocatedSign } from "../../core/provenance.ts";
import { MAX_FILE_BYTES } from "./blob-text.ts";
import { concurrently } from "./concurrently.ts";
import { readBlob } from "./github-blobs.ts";
import { explainGitHub } from "./github-error.ts";
import { asked, askedOrNone, type GitHubRepository } from "./github-repository.ts";
import { openGitHubTree } from "./github-tree.ts";
import type { PinnedPull } from "./read-pull.ts";

/** Commits whose notes, and whose files, are looked up one by one. */
const MAX_LOOKED_UP = 30;
const CALLS_AT_ONCE = 8;

type PullCommit = { sha: string; sign: Sign | undefined; notes: NoteEntry[] };

/**
 * The files with who wrote their changed lines. GitHub's REST API has no blame, so where commits differ, a sign speaks of all
 * changed lines of the files that its commit touched: signs only raise scrutiny. A note of the head commit speaks of its lines.
 */
export async function withPullProvenance(
  repository: GitHubRepository,
  pull: PinnedPull,
  files: readonly ChangedFile[],
): Promise<ChangedFile[]> {
  const commits = await readCommits(repository, pull);
  const overall = strongest([signOfAccount(pull.login), signOfText(pull.body)]);
  const [first] = commits;
  const alike =
    first !== undefined && commits.every((commit) => JSON.stringify(commit.sign) === JSON.stringify(first.sign));
  const touched = alike ? new Map<string, Sign>() : await signsByFile(repository, commits);
  return files.map((file) => {
    const signs: LocatedSign[] = [overall, alike ? first.sign : touched.get(file.path)].flatMap((sign) =>
      sign ? [{ sign }] : [],
    );
    const noted = commits.flatMap((commit) =>
      commit.notes.filter((note) => note.path === file.path).map((note) => located(note, commit.sha === pull.headSha)),
    );
    return { ...file, provenance: provenanceOf(file.changedLines, [...noted.flat(), ...signs]) };
  });
}

/** Lines of an earlier commit may have moved since: of them only that an agent was at work is taken over. */
function located({ sign, lines }: NoteEntry, atHead: boolean): LocatedSign[] {
  if (atHead) return [{ sign, lines }];
  return sign.author === "agent" ? [{ sign: { ...sign, trust: "claimed" } }] : [];
}

async function readCommits(repository: GitHubRepository, pull: PinnedPull): Promise<PullCommit[]> {
  const { octokit, owner, repo } = repository;
  const options = { owner, repo, pull_number: pull.number, per_page: 100 };
  const rows = await octokit.paginate(octokit.rest.pulls.listCommits, options).catch((error: unknown) => {
    throw explainGitHub(error, repository.what);
  });
  const notes = await readNotes(
    repository,
    rows.slice(-MAX_LOOKED_UP).map((row) => row.sha),
  );
  return rows.map((row) => {
    const { author, message, verification } = row.commit;
    // An account is matched by its e-mail address, which anybody can write; a signature that names the same account can't be forged.
    const login = row.author?.login ?? "";
    const signed =
      verification?.verified === true && (row.committer?.login === login || row.committer?.login === "web-flow");
    const account = signed ? signOfAccount(login) : undefined;
    return {
      sha: row.sha,
      sign: strongest([account, signOfCommit({ authorEmail: author?.email ?? "", message })]),
      notes: notes.get(row.sha) ?? [],
    };
  });
}

function signOfAccount(login: string): Sign | undefined {
  const name = agentOfLogin(login);
  return name === undefined ? undefined : { author: "agent", name, trust: "authenticated" };
}

/** git-ai's notes for these commits, where the repository has any. */
async function readNotes(repository: GitHubRepository, shas: readonly string[]): Promise<Map<string, NoteEntry[]>> {
  const { octokit, owner, repo } = repository;
  const ref = await askedOrNone(repository, octokit.rest.git.getRef({ owner, repo, ref: "notes/ai" }));
  if (!ref) return new Map();
  const tree = openGitHubTree(repository, ref.object.sha);
  const read = await concurrently(shas, CALLS_AT_ONCE, async (sha): Promise<[string, NoteEntry[]]> => {
    const paths = [sha, `${sha.slice(0, 2)}/${sha.slice(2)}`, `${sha.slice(0, 2)}/${sha.slice(2, 4)}/${sha.slice(4)}`];
    for (const path of paths) {
      const entry = await tree(path);
      if (entry && entry.size <= MAX_FILE_BYTES)
        return [sha, readAuthorshipNote((await readBlob(repository, entry.sha)).toString("utf8"))];
    }
    return [sha, []];
  });
  return new Map(read);
}

/** The strongest sign of the commits that touched each file. */
async function signsByFile(repository: GitHubRepository, commits: readonly PullCommit[]): Promise<Map<string, Sign>> {
  const { octokit, owner, repo } = repository;
  const signed = commits.filter((commit) => commit.sign).slice(-MAX_LOOKED_UP);
  const touched = await concurrently(signed, CALLS_AT_ONCE, ({ sha }) =>
    asked(repository, octokit.rest.repos.getCommit({ owner, repo, ref: sha })),
  );
  const signs = new Map<string, Sign>();
  touched.forEach((data, index) => {
    for (const { filename } of data.files ?? []) {
      const best = strongest([signs.get(filename), signed[index]?.sign]);
      if (best) signs.set(filename, best);
    }
  });
  return signs;
}
