/** A pull request that waits in a branch's merge queue. */
export type QueueEntry = {
  pullId: number;
  repositoryId: number;
  /** `gh-readonly-queue/main/pr-7-SHA` */
  branch: string;
  baseSha: string;
  headSha: string;
};
