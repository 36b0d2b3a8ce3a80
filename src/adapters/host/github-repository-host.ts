import type { PullRequestHost, RepositoryHost } from "../../core/pull-request.ts";
import { readAuthors } from "./github-authors.ts";
import { openBlobReader } from "./github-blobs.ts";
import { readBranch } from "./github-branch.ts";
import { openChecks } from "./github-checks.ts";
import { commitFiles, findOwnCommit } from "./github-commit.ts";
import { earlierChecks } from "./github-earlier-checks.ts";
import { openConversation } from "./github-conversation.ts";
import { openPullRequest } from "./github-pull.ts";
import { listOpenPulls, mergedIn, pullsOf } from "./github-pulls.ts";
import { openGitHubRange } from "./github-range.ts";
import { readPullRequest } from "./github-read.ts";
import { permissionOf } from "./github-rights.ts";
import type { GitHubSession } from "./github-session.ts";
import { openGitHubTree, type GitHubTree } from "./github-tree.ts";
import { isRepositoryPath } from "./repository-path.ts";

/** One repository on GitHub, as jobs use it. */
export function openRepositoryHost(session: GitHubSession): RepositoryHost {
  const { octokit, owner, repo } = session;
  const checks = openChecks(session);
  const trees = new Map<string, GitHubTree>();

  function treeAt(sha: string): GitHubTree {
    const tree = trees.get(sha) ?? openGitHubTree(session, sha);
    trees.set(sha, tree);
    return tree;
  }

  const organisationSettings = () => session.organisationSettings();

  function pull(number: number): PullRequestHost {
    const what = `${owner}/${repo}#${number}`;
    const here = { ...session, what };
    return {
      read: () => readPullRequest(here, number),
      openChange: ({ head }, signal) =>
        openPullRequest({ octokit, owner, repo, number, headSha: head.sha, copy: session.openCopy(signal) }),
      conversation: openConversation(here, number),
      checks,
      organisationSettings,
      permissionOf: (login) => permissionOf(here, login),
      authors: () => readAuthors(here, number),
      mayCommit: () => here.mayApply(),
      branch: (name) => readBranch(here, name),
      commit: (commit) => commitFiles(here, commit),
      findCommit: (line) => findOwnCommit(here, number, line),
      readAt: (sha, path) => openBlobReader(here, treeAt(sha))(path),
      blobAt: async (sha, path) => (await treeAt(sha)(path))?.sha,
      earlierChecks: () => earlierChecks(here, number, (headSha) => checks.find(headSha)),
      modeAt: async (sha, path) => (isRepositoryPath(path) ? (await treeAt(sha)(path))?.mode : undefined),
    };
  }

  return {
    pull,
    checks,
    organisationSettings,
    openPulls: () => listOpenPulls(session),
    pullsOf: (headSha) => pullsOf(session, headSha),
    mergedIn: (baseSha, headSha) => mergedIn(session, baseSha, headSha),
    openRange: (baseSha, headSha) => openGitHubRange(session, baseSha, headSha),
  };
}
