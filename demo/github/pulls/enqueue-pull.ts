import { startSuites } from "../checks/start-suites.ts";
import { Refusal } from "../frame/refusal.ts";
import { mergeTrees, writeMerge } from "../git/merge.ts";
import { branchSha, setRef } from "../git/refs.ts";
import type { Doer, Stage } from "../stage.ts";
import { mergeGroup } from "./conclude-queue.ts";
import { emitPull } from "./emit-pull.ts";
import type { QueueEntry } from "./merge-queue.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { WEB_FLOW } from "./try-merge.ts";

/** "Merge when ready": a trial branch with the merge, whose checks decide. @throws Refusal on a conflict */
export async function enqueuePull(stage: Stage, doer: Doer, pull: Pull): Promise<QueueEntry> {
  const { world } = stage;
  const repository = repositoryOfPull(world, pull);
  const { git } = repository;
  if (pull.state === "closed" || pull.draft) throw new Refusal(422, "Pull request is not mergeable");
  // Behind those who wait already, as the queue does.
  const ahead = world.mergeQueue.findLast((entry) => entry.repositoryId === repository.id);
  const baseSha = ahead?.headSha ?? (await branchSha(git, pull.base.branch));
  const tree = baseSha && (await mergeTrees(git, baseSha, pull.head.sha));
  if (baseSha === undefined || tree === undefined) throw new Refusal(422, "Pull request has merge conflicts");
  const message = `Merge pull request #${pull.number} from ${pull.head.label.replace(":", "/")}\n\n${pull.title}`;
  const author = { ...WEB_FLOW, date: world.clock.now() };
  const headSha = await writeMerge(git, tree, [baseSha, pull.head.sha], message, author);
  world.signedCommits.add(headSha);
  const branch = `gh-readonly-queue/${pull.base.branch}/pr-${pull.number}-${baseSha}`;
  await setRef(git, `refs/heads/${branch}`, headSha);

  const entry: QueueEntry = { pullId: pull.id, repositoryId: repository.id, branch, baseSha, headSha };
  world.mergeQueue.push(entry);
  await emitPull(stage, doer, pull, "enqueued");
  await startSuites(stage, doer, { repository, branch, head: headSha });
  const merge_group = await mergeGroup(stage, entry, pull);
  const told = { event: "merge_group", action: "checks_requested", repository, sender: doer.account };
  stage.emit({ ...told, payload: { merge_group } });
  return entry;
}
