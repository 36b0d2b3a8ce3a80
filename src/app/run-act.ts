import type { ActJob } from "../core/job.ts";
import { answerButton } from "../core/pull/apply/answer-button.ts";
import { answerComment } from "../core/pull/answer/answer-comment.ts";
import { answerTick } from "../core/pull/apply/answer-tick.ts";
import { judgeMergeGroup } from "../core/pull/judge-merge-group.ts";
import { learnFromMerge } from "../core/pull/learn-from-merge.ts";
import { closeUnfinished } from "./close-unfinished.ts";
import { openRepository, type JobDeps, type Lease } from "./job-deps.ts";

/** Does what one event asked for: everything that it stands for is read again. @returns in a word how it ended */
export async function runAct(job: ActJob, lease: Lease, deps: JobDeps): Promise<string> {
  const { does } = job;
  const repository = await openRepository(job, lease, deps);
  const { signal } = lease;
  const { installation, repository: id } = job;
  const review = (number: number, full?: true) =>
    deps.enqueue({ kind: "review", installation, repository: id, number, again: true, ...(full && { full }) });
  const reviewAll = async (numbers: readonly number[]) => {
    for (const number of numbers) await review(number);
    return numbers.length > 0 ? "asked for a review" : "nothing to do";
  };
  switch (does.act) {
    case "comment": {
      const host = repository.pull(does.number);
      const answered = await answerComment(does.where, does.comment, { ...deps, host, signal });
      if (answered.review) await review(does.number, answered.full);
      return answered.review ? "asked for a review" : "answered";
    }
    case "ticked":
      return answerTick(does, { ...deps, host: repository.pull(does.number), signal });
    case "button": {
      const headSha = (await repository.checks.read(does.check))?.headSha;
      const numbers = headSha === undefined ? [] : await repository.pullsOf(headSha);
      if (does.button === "review") return reviewAll(numbers);
      const ends: string[] = [];
      for (const number of numbers)
        ends.push(await answerButton(headSha ?? "", { ...deps, host: repository.pull(number), signal }));
      return ends.find((end) => end !== "nothing to do") ?? "nothing to do";
    }
    case "rerun":
      return reviewAll(await repository.pullsOf(does.headSha));
    case "closed": {
      const resolutions = await learnFromMerge({ ...deps, host: repository.pull(does.number), signal });
      return `learned of ${resolutions.size} findings`;
    }
    case "merge-group": {
      const { headSha, baseSha, headRef } = does;
      await judgeMergeGroup({ headSha, baseSha, ...readQueueRef(headRef) }, repository, { ...deps, signal });
      return "judged";
    }
    case "unfinished":
      return closeUnfinished(does, repository, deps);
    // What these change on a pull request is read from it at its next review.
    default:
      return "nothing to do";
  }
}

/** `refs/heads/gh-readonly-queue/main/pr-12-<sha>` → `main` and 12. */
function readQueueRef(headRef: string): { baseRef: string; number?: number } {
  const branch = headRef.replace(/^refs\/heads\//, "");
  const [, baseRef, number] = /^gh-readonly-queue\/(.+)\/pr-(\d{1,9})-[^/]*$/.exec(branch) ?? [];
  return baseRef === undefined ? { baseRef: branch } : { baseRef, number: Number(number) };
}
