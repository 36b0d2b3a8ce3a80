import type { CheckRun } from "./checks/check-run.ts";
import type { CheckSuite } from "./checks/check-suite.ts";
import type { IssueComment } from "./conversation/issue-comment.ts";
import type { Reaction } from "./conversation/reaction.ts";
import type { QueueEntry } from "./pulls/merge-queue.ts";
import type { Pull } from "./pulls/pull.ts";
import type { Review } from "./pulls/review.ts";
import type { ReviewComment } from "./pulls/review-comment.ts";
import type { Thread } from "./pulls/thread.ts";

/**
 * What pull requests, conversations and checks add to the world: maps by id, filled by their own rooms
 * (`pulls/`, `conversation/`, `checks/`), each with its record types beside it.
 */
export type PlatformState = {
  pulls: Map<number, Pull>;
  reviews: Map<number, Review>;
  reviewComments: Map<number, ReviewComment>;
  threads: Map<number, Thread>;
  issueComments: Map<number, IssueComment>;
  reactions: Map<number, Reaction>;
  checkSuites: Map<number, CheckSuite>;
  checkRuns: Map<number, CheckRun>;
  mergeQueue: QueueEntry[];
  /** Heads that pull requests lost: their timelines show each. */
  forcePushes: { id: number; pullId: number; before: string; after: string; createdAt: string }[];
  /** Commits that GitHub itself made for somebody and signed. */
  signedCommits: Set<string>;
};

export function emptyPlatformState(): PlatformState {
  return {
    pulls: new Map(),
    reviews: new Map(),
    reviewComments: new Map(),
    threads: new Map(),
    issueComments: new Map(),
    reactions: new Map(),
    checkSuites: new Map(),
    checkRuns: new Map(),
    mergeQueue: [],
    forcePushes: [],
    signedCommits: new Set(),
  };
}
