import type { Job } from "../core/job.ts";
import { checkRun, checkSuite, mergeGroup } from "./events/check-events.ts";
import { issueComment, pullRequestReviewComment } from "./events/comment-events.ts";
import { SUBJECTS, type EventReader, type OurApp } from "./events/event-reader.ts";
import { pullRequest, pullRequestReviewThread } from "./events/pull-request-events.ts";
import { installation, installationRepositories, push, repository } from "./events/repository-events.ts";

/** All events that anything is done for, by GitHub's names. @see https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export const EVENT_NAMES = [
  "check_run",
  "check_suite",
  "installation",
  "installation_repositories",
  "issue_comment",
  "merge_group",
  "pull_request",
  "pull_request_review_comment",
  "pull_request_review_thread",
  "push",
  "repository",
] as const;

const READERS: Record<(typeof EVENT_NAMES)[number], EventReader> = {
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
};

/** A map, since the name that is looked up is a stranger's: `constructor` is no event. */
const BY_NAME: ReadonlyMap<string, EventReader> = new Map(Object.entries(READERS));

/** Does anything follow from this event, or from this action of it? */
export function isHandled(name: string, action?: string): boolean {
  const reader = BY_NAME.get(name);
  if (reader === undefined) return false;
  return action === undefined || reader.actions === undefined || reader.actions.includes(action);
}

/**
 * What is to be done for an event: jobs, or none. `mismatch` when the payload is not one of the event that it is said to be: the name
 * is not signed, and a payload that GitHub gave another form is no reason to guess.
 */
export function readEvent(name: string, payload: Record<string, unknown>, app: OurApp): Job[] | "mismatch" {
  const reader = BY_NAME.get(name);
  if (reader === undefined) return [];
  const { action } = payload;
  if (reader.actions === undefined ? action !== undefined : typeof action !== "string") return "mismatch";
  if (SUBJECTS.some((subject) => Object.hasOwn(payload, subject) && !reader.subjects.includes(subject)))
    return "mismatch";
  if (reader.actions !== undefined && !reader.actions.includes(String(action))) return [];
  return reader.read(payload, app) ?? "mismatch";
}
