import type { Job } from "../core/job.ts";
import { checkRun, checkSuite, mergeGroup } from "./events/check-events.ts";
import { issueComment, pullRequestReviewComment } from "./events/comment-events.ts";
import { SUBJECTS, type EventReader, type OurApp } from "./events/event-reader.ts";
import { pullRequest, pullRequestReviewThread } from "./events/pull-request-events.ts";
import { installation, installationRepositories, push, repository } from "./events/repository-events.ts";

/** All events that anything is done for, by GitHub's names. @see https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const READERS = {
  check_run: checkRun,
  check_suite: checkSuite,
  installation,
  installation_repositories: installationRepositories,
  issue_comment: issueComment,
  merge_group: mergeGroup,
  pull_request: pullRequest,
  pull_request_review_comment: pullRequestReviewComment,
  pull_request_review_thread: pullRequestReviewThread,
  push,
  repository,
} satisfies Record<string, EventReader>;

export type EventName = keyof typeof READERS;
export const EVENT_NAMES = Object.keys(READERS).filter((name) => isHandled(name));

/** Does anything follow from this event, or from this action of it? */
export function isHandled(name: string, action?: string): name is EventName {
  if (!Object.hasOwn(READERS, name)) return false;
  const { actions }: EventReader = READERS[name as EventName];
  return action === undefined || actions === undefined || actions.includes(action);
}

/**
 * What is to be done for an event: jobs, or none. `mismatch` when the payload is not one of the event that it is said to be: the name
 * is not signed, and a payload that GitHub gave another form is no reason to guess.
 */
export function readEvent(name: EventName, payload: Record<string, unknown>, app: OurApp): Job[] | "mismatch" {
  const reader: EventReader = READERS[name];
  const { action } = payload;
  if (reader.actions === undefined ? action !== undefined : typeof action !== "string") return "mismatch";
  if (SUBJECTS.some((subject) => Object.hasOwn(payload, subject) && !reader.subjects.includes(subject)))
    return "mismatch";
  if (reader.actions !== undefined && !reader.actions.includes(String(action))) return [];
  return reader.read(payload, app) ?? "mismatch";
}
