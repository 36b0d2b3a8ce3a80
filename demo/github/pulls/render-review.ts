import { notFound } from "../frame/refusal.ts";
import { simpleUser } from "../render/account.ts";
import { associationOf } from "../render/association.ts";
import { apiUrl } from "../render/urls.ts";
import { accountById } from "../world/find.ts";
import type { World } from "../world.ts";
import { repositoryOfPull } from "./pull.ts";
import { pullPage } from "./render-pull.ts";
import type { Review } from "./review.ts";

export function renderReview(world: World, review: Review): Record<string, unknown> {
  const pull = world.pulls.get(review.pullId);
  if (!pull) throw notFound();
  const repository = repositoryOfPull(world, pull);
  const author = accountById(world, review.authorId);
  const html_url = `${pullPage(world, pull)}#pullrequestreview-${review.id}`;
  const pull_request_url = `${apiUrl(world, repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: simpleUser(world, author),
    body: review.body,
    state: review.state,
    html_url,
    pull_request_url,
    author_association: associationOf(world, repository, author),
    _links: { html: { href: html_url }, pull_request: { href: pull_request_url } },
    commit_id: review.commitId,
    ...(review.submittedAt !== undefined && { submitted_at: review.submittedAt }),
  };
}

/** Webhooks spell the state in small letters, and say null for no words. */
export function reviewOfWebhook(world: World, review: Review): Record<string, unknown> {
  return {
    ...renderReview(world, review),
    body: review.body === "" ? null : review.body,
    state: review.state.toLowerCase(),
    submitted_at: review.submittedAt ?? null,
    updated_at: review.updatedAt,
  };
}
