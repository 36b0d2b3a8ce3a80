import { checkBody } from "../conversation/check-body.ts";
import { invalid, Refusal } from "../frame/refusal.ts";
import { branchSha } from "../git/refs.ts";
import type { Doer, Stage } from "../stage.ts";
import { timestamp } from "../world.ts";
import { closePull } from "./branch-moved.ts";
import { emitPull } from "./emit-pull.ts";
import { placeThreads } from "./place-threads.ts";
import { pullsOf, repositoryOfPull, type Pull } from "./pull.ts";
import { tryMerge } from "./try-merge.ts";

export type PullEdit = { title?: string; body?: string | null; base?: string };

/** One `edited` event says all that changed, with the old words. */
export async function editPull(stage: Stage, doer: Doer, pull: Pull, edit: PullEdit): Promise<void> {
  const { world } = stage;
  const changes: Record<string, unknown> = {};
  if (typeof edit.body === "string") checkBody("PullRequest", edit.body, { mayBeEmpty: true });
  if (edit.base !== undefined && edit.base !== pull.base.branch) {
    const sha = await branchSha(repositoryOfPull(world, pull).git, edit.base);
    if (!sha) throw invalid("PullRequest", "base", "invalid");
    changes["base"] = { ref: { from: pull.base.branch }, sha: { from: pull.base.sha } };
    pull.base = { branch: edit.base, sha };
    pull.trialMerge = undefined;
    await tryMerge(world, pull);
    await placeThreads(world, pull);
  }
  if (edit.title !== undefined && edit.title !== pull.title) {
    changes["title"] = { from: pull.title };
    pull.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== pull.body) {
    changes["body"] = { from: pull.body ?? "" };
    pull.body = edit.body;
  }
  if (Object.keys(changes).length === 0) return;
  pull.updatedAt = timestamp(world);
  await emitPull(stage, doer, pull, "edited", { changes });
}

export async function setDraft(stage: Stage, doer: Doer, pull: Pull, draft: boolean): Promise<void> {
  if (pull.draft === draft) return;
  pull.draft = draft;
  pull.updatedAt = timestamp(stage.world);
  await emitPull(stage, doer, pull, draft ? "converted_to_draft" : "ready_for_review");
}

/** @throws Refusal when it was merged, its branch is gone, or another one took its place */
export async function setState(stage: Stage, doer: Doer, pull: Pull, state: "open" | "closed"): Promise<void> {
  if (pull.state === state) return;
  if (state === "closed") return await closePull(stage, doer, pull);
  const { world } = stage;
  const head = world.repositories.get(pull.head.repositoryId);
  const sha = head && (await branchSha(head.git, pull.head.branch));
  const rival = pullsOf(world, repositoryOfPull(world, pull)).find(
    (one) => one.state === "open" && one.head.label === pull.head.label && one.base.branch === pull.base.branch,
  );
  if (pull.merged || !sha) throw cannot(`state cannot be changed. The ${pull.head.branch} branch has been deleted.`);
  if (rival) throw cannot("state cannot be changed. There is already an open pull request.");
  if (sha !== pull.head.sha)
    throw cannot(`state cannot be changed. The ${pull.head.branch} branch was force-pushed or recreated.`);
  pull.state = "open";
  delete pull.closedAt;
  pull.updatedAt = timestamp(world);
  await emitPull(stage, doer, pull, "reopened");
}

const cannot = (message: string) =>
  new Refusal(422, "Validation Failed", [{ resource: "PullRequest", code: "invalid", field: "state", message }]);
