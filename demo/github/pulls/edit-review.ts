import { checkBody } from "../conversation/check-body.ts";
import { notFound, Refusal } from "../frame/refusal.ts";
import type { Doer, Stage } from "../stage.ts";
import { timestamp } from "../world.ts";
import { repositoryOfPull } from "./pull.ts";
import { simplePull } from "./render-pull.ts";
import { reviewOfWebhook } from "./render-review.ts";
import type { Review } from "./review.ts";

export function editReview(stage: Stage, doer: Doer, review: Review, body: string): void {
  checkBody("PullRequestReview", body);
  const from = review.body;
  if (from === body) return;
  review.body = body;
  review.updatedAt = timestamp(stage.world);
  if (review.state !== "PENDING") emitReview(stage, doer, review, "edited", { changes: { body: { from } } });
}

/** Only what approves or asks for changes can be dismissed. */
export function dismissReview(stage: Stage, doer: Doer, review: Review): void {
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED")
    throw new Refusal(422, "Validation Failed", ["Can not dismiss a commented pull request review"]);
  review.state = "DISMISSED";
  review.updatedAt = timestamp(stage.world);
  emitReview(stage, doer, review, "dismissed");
}

function emitReview(
  stage: Stage,
  doer: Doer,
  review: Review,
  action: string,
  more: Record<string, unknown> = {},
): void {
  const { world } = stage;
  const pull = world.pulls.get(review.pullId);
  if (!pull) throw notFound();
  stage.emit({
    event: "pull_request_review",
    action,
    repository: repositoryOfPull(world, pull),
    sender: doer.account,
    payload: { review: reviewOfWebhook(world, review), pull_request: simplePull(world, pull), ...more },
  });
}
