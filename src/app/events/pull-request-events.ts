import { z } from "zod";
import type { Job } from "../../core/job.ts";
import { eventReader, Id, InRepository, Sha, placeOf } from "./event-reader.ts";

/** Whatever may change what a review of the head would say asks for one; a head that was reviewed so costs a look. */
export const pullRequest = eventReader({
  subjects: ["pull_request", "label", "milestone"],
  actions: [
    "opened",
    "synchronize",
    "reopened",
    "ready_for_review",
    "edited",
    "labeled",
    "unlabeled",
    "converted_to_draft",
    "closed",
  ],
  payload: z
    .object({
      ...InRepository,
      action: z.string(),
      number: Id,
      pull_request: z.object({
        number: Id,
        head: z.object({ sha: Sha }),
        updated_at: z.string().max(50).nullish(),
        merged: z.boolean().nullish(),
      }),
      changes: z.object({ base: z.object({}).optional() }).optional(),
      /** The head that a push leaves behind. */
      before: Sha.optional(),
    })
    .refine(({ number, pull_request: pull }) => number === pull.number),
  jobs(event) {
    const { action, number, changes, before, pull_request: pull } = event;
    const asOf = asOfFrom(pull.updated_at);
    if (action === "closed") {
      const does = { act: "closed", number, ...(pull.merged ? { merged: true } : {}) } as const;
      return [{ kind: "act", ...placeOf(event), does, ...asOf }];
    }
    // Another title or description changes nothing that is reviewed; another base does.
    if (action === "edited" && changes?.base === undefined) return [];
    const review: Job = { kind: "review", ...placeOf(event), number, again: false, ...asOf };
    if (action !== "synchronize" || before === undefined) return [review];
    // Whatever became of its review, also where its worker was killed: its check must not hang.
    const does = { act: "unfinished", number, headSha: before, why: "superseded" } as const;
    return [review, { kind: "act", ...placeOf(event), does, ...asOf }];
  },
});

function asOfFrom(time: string | null | undefined): { asOfMs?: number } {
  const asOfMs = Date.parse(time ?? "");
  return asOfMs > 0 ? { asOfMs } : {};
}

/** A thread of ours, or of others: the worker looks. Our own App resolves threads too, which is no news to it. */
export const pullRequestReviewThread = eventReader({
  subjects: ["pull_request", "thread"],
  actions: ["resolved", "unresolved"],
  payload: z.object({
    ...InRepository,
    pull_request: z.object({ number: Id }),
    thread: z.object({ comments: z.array(z.unknown()) }),
  }),
  jobs(event) {
    if (event.sender.type === "Bot") return [];
    return [{ kind: "act", ...placeOf(event), does: { act: "thread", number: event.pull_request.number } }];
  },
});
