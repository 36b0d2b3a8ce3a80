import { asked, type GitHubRepository } from "./github-repository.ts";

export type TreeEntry = { mode: string; sha: string; size: number };

/** All paths of a commit: finds what stands at one. */
export type GitHubTree = ((path: string) => Promise<TreeEntry | undefined>) & {
  /** Everything in it by path, folders too; undefined where GitHub does not list it whole. */
  all(): Promise<ReadonlyMap<string, TreeEntry> | undefined>;
};

/**
 * The tree of a commit in one call; where GitHub cuts it short (over 100,000 entries), folder by folder as they are needed.
 * Nothing is asked before the first question.
 *
 * @see https://docs.github.com/en/rest/git/trees#get-a-tree
 */
export function openGitHubTree(repository: GitHubRepository, commit: string): GitHubTree {
  const folders = new Map<string, Promise<Listing>>();
  let whole: Promise<Listing> | undefined;

  const folder = (sha: string): Promise<Listing> => {
    const known = folders.get(sha) ?? list(repository, sha, false);
    folders.set(sha, known);
    return known;
  };

  const everything = () => (whole ??= list(repository, commit, true));

  async function find(path: string): Promise<TreeEntry | undefined> {
    const { entries, truncated } = await everything();
    if (!truncated) return file(entries.get(path));
    let sha = commit;
    const parts = path.split("/");
    for (const part of parts.slice(0, -1)) {
      const next = (await folder(sha)).entries.get(part);
      if (next?.mode !== "040000") return undefined;
      sha = next.sha;
    }
    return file((await folder(sha)).entries.get(parts.at(-1) ?? ""));
  }

  return Object.assign(find, {
    all: async () => {
      const { entries, truncated } = await everything();
      return truncated ? undefined : entries;
    },
  });
}

type Listing = { entries: Map<string, TreeEntry>; truncated: boolean };

async function list(repository: GitHubRepository, sha: string, recursive: boolean): Promise<Listing> {
  const { octokit, owner, repo } = repository;
  const data = await asked(
    repository,
    octokit.rest.git.getTree({ owner, repo, tree_sha: sha, ...(recursive && { recursive: "true" }) }),
  );
  const entries = new Map(
    data.tree.map(({ path, mode, sha: own, size }) => [path, { mode, sha: own, size: size ?? 0 }]),
  );
  return { entries, truncated: data.truncated };
}

function file(entry: TreeEntry | undefined): TreeEntry | undefined {
  return entry?.mode === "040000" ? undefined : entry;
}
