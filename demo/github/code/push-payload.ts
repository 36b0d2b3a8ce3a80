import { readCommit } from "../git/commits.ts";
import { rememberedDiff } from "../git/remembered-diff.ts";
import { pageUrl } from "../render/urls.ts";
import type { Doer } from "../stage.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { webhookCommit } from "./render-commit.ts";

/** GitHub names no more commits in a `push`. */
const MAX_COMMITS = 2_048;
const NO_SHA = "0".repeat(40);

export type Pushed = {
  repository: Repository;
  branch: string;
  before: string | undefined;
  to: string | undefined;
  forced: boolean;
  commits: readonly string[];
  doer: Doer;
};

export async function pushPayload(world: World, pushed: Pushed): Promise<Record<string, unknown>> {
  const { repository, before = NO_SHA, to = NO_SHA } = pushed;
  const rendered = await Promise.all(
    pushed.commits.slice(0, MAX_COMMITS).map(async (sha) => await oneCommit(world, repository, sha)),
  );
  const { account } = pushed.doer;
  return {
    ref: `refs/heads/${pushed.branch}`,
    before,
    after: to,
    base_ref: null,
    created: pushed.before === undefined,
    deleted: pushed.to === undefined,
    forced: pushed.forced,
    compare: `${pageUrl(world, repository)}/compare/${before.slice(0, 12)}...${to.slice(0, 12)}`,
    commits: rendered,
    head_commit: pushed.to === undefined ? null : await oneCommit(world, repository, to),
    pusher: { name: account.login, email: account.email },
  };
}

async function oneCommit(world: World, repository: Repository, sha: string) {
  const git = repository.git;
  const commit = await readCommit(git, sha);
  if (!commit) throw new Error(`no commit ${sha}`);
  return webhookCommit(world, repository, commit, await rememberedDiff(git, commit.parents[0], sha));
}
