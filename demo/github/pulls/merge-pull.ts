import { push } from "../code/push.ts";
import { missingChecks } from "../checks/required-checks.ts";
import { Refusal } from "../frame/refusal.ts";
import { commitsBetween, readCommit } from "../git/commits.ts";
import { mergeTrees, writeMerge } from "../git/merge.ts";
import { branchSha } from "../git/refs.ts";
import type { Doer, Stage } from "../stage.ts";
import { accountById } from "../world/find.ts";
import { timestamp } from "../world.ts";
import { closePull } from "./branch-moved.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { WEB_FLOW } from "./try-merge.ts";

export type MergeWish = {
  method?: "merge" | "squash" | "rebase" | undefined;
  title?: string | undefined;
  message?: string | undefined;
  /** The head that the merger saw. */
  sha?: string | undefined;
};

/** Merges as the button does. @returns the new tip of the base. @throws Refusal with GitHub's words */
export async function mergePull(stage: Stage, doer: Doer, pull: Pull, wish: MergeWish = {}): Promise<string> {
  const { world } = stage;
  const repository = repositoryOfPull(world, pull);
  const { git } = repository;
  if (pull.state === "closed" || pull.draft) throw new Refusal(405, "Pull Request is not mergeable");
  if (wish.sha !== undefined && wish.sha !== pull.head.sha)
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  const base = await branchSha(git, pull.base.branch);
  const tree = base && (await mergeTrees(git, base, pull.head.sha));
  if (base === undefined || tree === undefined) throw new Refusal(405, "Pull Request is not mergeable");
  const missing = missingChecks(world, repository, pull.base.branch, pull.head.sha);
  if (missing[0] !== undefined) throw new Refusal(405, `Required status check "${missing[0]}" is expected.`);
  if (wish.method === "rebase") throw new Refusal(405, "Rebase merges are not allowed on this repository.");

  const date = world.clock.now();
  const { name, email, login, kind } = doer.account;
  const author = { name: kind === "Bot" ? login : name, email, date };
  const message = await messageOf(stage, pull, base, wish);
  const parents = wish.method === "squash" ? [base] : [base, pull.head.sha];
  const sha = await writeMerge(git, tree, parents, message, author, { ...WEB_FLOW, date });
  world.signedCommits.add(sha);
  await finishMerge(stage, doer, pull, sha);
  return sha;
}

/** Moves the base to the merge and closes. Marked first, so that the push is not taken for somebody's own merge. */
export async function finishMerge(stage: Stage, doer: Doer, pull: Pull, sha: string): Promise<void> {
  const { world } = stage;
  const repository = repositoryOfPull(world, pull);
  const expected = await branchSha(repository.git, pull.base.branch);
  pull.merged = { at: timestamp(world), byId: doer.account.id, sha };
  try {
    await push(stage, doer, { repository, branch: pull.base.branch, to: sha, expected });
  } catch (error) {
    delete pull.merged;
    throw error instanceof Refusal
      ? new Refusal(405, "Base branch was modified. Review and try the merge again.")
      : error;
  }
  await closePull(stage, doer, pull);
}

async function messageOf(stage: Stage, pull: Pull, base: string, wish: MergeWish): Promise<string> {
  const { git } = repositoryOfPull(stage.world, pull);
  if (wish.method !== "squash") {
    const owner = accountById(stage.world, repositoryOfPull(stage.world, pull).ownerId).login;
    const from = pull.head.label.startsWith(`${owner}:`)
      ? `${owner}/${pull.head.branch}`
      : pull.head.label.replace(":", "/");
    const title = wish.title ?? `Merge pull request #${pull.number} from ${from}`;
    return `${title}\n\n${wish.message ?? pull.title}`;
  }
  const commits = await Promise.all(
    (await commitsBetween(git, base, pull.head.sha)).map((sha) => readCommit(git, sha)),
  );
  const messages = commits.flatMap((commit) => (commit ? [commit.message] : []));
  const title = wish.title ?? `${messages.length === 1 ? messages[0]?.split("\n")[0] : pull.title} (#${pull.number})`;
  const body = messages.length === 1 ? messages[0]?.split("\n").slice(1).join("\n").trim() : bullets(messages);
  return `${title}\n\n${wish.message ?? body ?? ""}`.trimEnd();
}

const bullets = (messages: readonly string[]) => messages.map((message) => `* ${message}`).join("\n\n");
