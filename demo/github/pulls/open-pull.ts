import { invalid, Refusal } from "../frame/refusal.ts";
import { commitsBetween } from "../git/commits.ts";
import { branchSha, setRef } from "../git/refs.ts";
import type { Doer, Stage } from "../stage.ts";
import { accountById } from "../world/find.ts";
import { nodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import { nextId, timestamp } from "../world.ts";
import { checkBody } from "../conversation/check-body.ts";
import { emitPull } from "./emit-pull.ts";
import { pullsOf, type Pull } from "./pull.ts";
import { tryMerge } from "./try-merge.ts";

export type NewPull = {
  title: string;
  body?: string | null | undefined;
  /** The branch that is asked to change. */
  base: string;
  head: { repository: Repository; branch: string };
  draft?: boolean | undefined;
  maintainerCanModify?: boolean | undefined;
};

/** @throws Refusal with GitHub's words: no such branch, nothing new, or asked already */
export async function openPull(stage: Stage, doer: Doer, repository: Repository, wish: NewPull): Promise<Pull> {
  const { world } = stage;
  const { head } = wish;
  const git = repository.git;
  const baseSha = await branchSha(git, wish.base);
  const headSha = await branchSha(head.repository.git, head.branch);
  if (!baseSha) throw invalid("PullRequest", "base", "invalid");
  if (!headSha) throw invalid("PullRequest", "head", "invalid");
  if (typeof wish.body === "string") checkBody("PullRequest", wish.body, { mayBeEmpty: true });
  const label = `${accountById(world, head.repository.ownerId).login}:${head.branch}`;
  const twin = pullsOf(world, repository).find(
    (pull) => pull.state === "open" && pull.head.label === label && pull.base.branch === wish.base,
  );
  if (twin) throw refused(`A pull request already exists for ${label}.`);
  if ((await commitsBetween(git, baseSha, headSha)).length === 0)
    throw refused(`No commits between ${wish.base} and ${head.branch}`);

  const id = nextId(world);
  const now = timestamp(world);
  const pull: Pull = {
    id,
    nodeId: nodeId("PR", id),
    number: repository.nextNumber++,
    repositoryId: repository.id,
    authorId: doer.account.id,
    title: wish.title,
    body: wish.body ?? null,
    state: "open",
    draft: wish.draft ?? false,
    locked: false,
    base: { branch: wish.base, sha: baseSha },
    head: { repositoryId: head.repository.id, label, branch: head.branch, sha: headSha },
    labelIds: new Set(),
    maintainerCanModify: wish.maintainerCanModify ?? head.repository.id !== repository.id,
    trialMerge: undefined,
    createdAt: now,
    updatedAt: now,
  };
  world.pulls.set(id, pull);
  await setRef(git, `refs/pull/${pull.number}/head`, headSha);
  await tryMerge(world, pull);
  await emitPull(stage, doer, pull, "opened");
  return pull;
}

const refused = (message: string) =>
  new Refusal(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
