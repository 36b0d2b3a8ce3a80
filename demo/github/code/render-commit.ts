import type { Commit } from "../git/commits.ts";
import type { FileDiff } from "../git/diff.ts";
import { simpleUser } from "../render/account.ts";
import { apiUrl, pageUrl } from "../render/urls.ts";
import type { Account } from "../world/account.ts";
import { nodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";

type Rendered = Record<string, unknown>;

const gitTime = (date: Date) => date.toISOString().replace(/\.\d+Z$/, "Z");

/** As the commit lists of pull requests, comparisons and branches show it. */
export function renderCommit(world: World, repository: Repository, commit: Commit): Rendered {
  const url = `${apiUrl(world, repository)}/commits/${commit.sha}`;
  const user = (email: string) => {
    const account = accountByEmail(world, email);
    return account ? simpleUser(world, account) : null;
  };
  return {
    url,
    sha: commit.sha,
    node_id: commitNodeId(repository, commit.sha),
    html_url: `${pageUrl(world, repository)}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${apiUrl(world, repository)}/git/commits/${commit.sha}`,
      ...gitFields(world, repository, commit),
      comment_count: 0,
    },
    author: user(commit.author.email),
    committer: user(commit.committer.email),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${apiUrl(world, repository)}/commits/${sha}`,
      html_url: `${pageUrl(world, repository)}/commit/${sha}`,
    })),
  };
}

/** As git itself has it (`git/get-commit`). */
export function renderGitCommit(world: World, repository: Repository, commit: Commit): Rendered {
  const html = `${pageUrl(world, repository)}/commit`;
  return {
    sha: commit.sha,
    node_id: commitNodeId(repository, commit.sha),
    url: `${apiUrl(world, repository)}/git/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    ...gitFields(world, repository, commit),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${apiUrl(world, repository)}/git/commits/${sha}`,
      html_url: `${html}/${sha}`,
    })),
  };
}

function gitFields(world: World, repository: Repository, commit: Commit): Rendered {
  const signature = ({ name, email, date }: Commit["author"]) => ({ name, email, date: gitTime(date) });
  const verified = world.signedCommits.has(commit.sha);
  return {
    author: signature(commit.author),
    committer: signature(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree, url: `${apiUrl(world, repository)}/git/trees/${commit.tree}` },
    verification: {
      verified,
      reason: verified ? "valid" : "unsigned",
      signature: verified ? "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----" : null,
      payload: verified ? `tree ${commit.tree}\n` : null,
      verified_at: verified ? gitTime(commit.committer.date) : null,
    },
  };
}

/** As `push` and check events bring it. */
export function webhookCommit(world: World, repository: Repository, commit: Commit, files: readonly FileDiff[] = []) {
  const paths = (...statuses: FileDiff["status"][]) =>
    files.filter((file) => statuses.includes(file.status)).map((file) => file.path);
  const person = ({ name, email, date }: Commit["author"]) => {
    const account = accountByEmail(world, email);
    return { name, email, date: gitTime(date), ...(account && { username: account.login }) };
  };
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: gitTime(commit.author.date),
    url: `${pageUrl(world, repository)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: paths("added"),
    removed: paths("removed"),
    modified: paths("modified", "changed", "renamed"),
  };
}

/** As check suites and merge groups name their head. */
export function simpleCommit({ sha, tree, message, author, committer }: Commit): Rendered {
  const person = ({ name, email }: Commit["author"]) => ({ name, email });
  return {
    id: sha,
    tree_id: tree,
    message,
    timestamp: gitTime(author.date),
    author: person(author),
    committer: person(committer),
  };
}

function accountByEmail(world: World, email: string): Account | undefined {
  return world.accounts.values().find((account) => account.email === email);
}

const commitNodeId = (repository: Repository, sha: string) => `${nodeId("C", repository.id)}_${sha}`;
