import type { Octokit } from "@octokit/rest";
import type { Comment } from "../../core/pull-request.ts";
import type { BlobCopy } from "./blob-copy.ts";
import type { GitHubRepository } from "./github-repository.ts";
import type { Writes } from "./github-writes.ts";

/** One repository, in the hands of one job. */
export type GitHubSession = GitHubRepository & {
  installation: number;
  repositoryId: number;
  appId: number;
  /** The login that our comments stand under: `slug[bot]`. No person can have it, and it follows the App when that is renamed. */
  botLogin: string;
  /** The API with the rights for commits and for resolving threads; used for nothing else. */
  applying: Octokit;
  /** Was the App given the right to write contents? */
  mayApply(): Promise<boolean>;
  /** The settings of this repository's owner; undefined where the installation may not read them. */
  organisationSettings(): Promise<string | undefined>;
  /** Is this still the repository's name? Asked of GitHub by number. @throws GoneError when the repository is no more. */
  isNamedSo(): Promise<boolean>;
  writes: Writes;
  /** Git's way to the same repository, for reading. */
  openCopy(signal: AbortSignal | undefined): BlobCopy;
};

/** What GitHub's answers about comments of all kinds have in common. */
type Row = {
  id: number | bigint;
  body?: string | null;
  user: { id: number | bigint; login: string; type: string } | null;
};

/** GitHub's account that stands for people who deleted theirs. */
const GHOST = { id: 10137, login: "ghost", bot: false };

/** `github-actions[bot]` is shared by all workflows, and a person's comment may be written through an App: only our own bot is us. */
export function commentOf(session: GitHubSession, row: Row, createdAt: string | undefined): Comment {
  const bot = row.user?.type === "Bot";
  return {
    id: Number(row.id),
    author: row.user ? { id: Number(row.user.id), login: row.user.login, bot } : GHOST,
    body: row.body ?? "",
    byUs: bot && row.user?.login === session.botLogin,
    createdAt: createdAt ?? "",
  };
}
