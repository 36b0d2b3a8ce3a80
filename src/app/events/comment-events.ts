import { z } from "zod";
import { eventReader, Id, InRepository, isBot, MaybeAccount, placeOf } from "./event-reader.ts";

/** At the start of a line, and nothing stuck to it. What is asked for, and by whom, the worker reads from the comment as it is then. */
const COMMAND = /^\/reflexgen(?=[ \t\r]|$)/m;

const Comment = z.object({
  id: Id,
  body: z.string().nullish(),
  user: MaybeAccount,
  updated_at: z.string().max(50).nullish(),
  performed_via_github_app: z.object({ id: Id }).nullish(),
});

/** In the conversation of a pull request: a command of a person, or a box of ours that a person ticked. */
export const issueComment = eventReader({
  subjects: ["issue", "comment"],
  actions: ["created", "edited"],
  payload: z.object({
    ...InRepository,
    action: z.string(),
    issue: z.object({ number: Id, pull_request: z.object({}).nullish() }),
    comment: Comment,
  }),
  jobs(event, app) {
    const { action, issue, comment, sender } = event;
    if (!issue.pull_request || isBot(sender)) return [];
    const act = { number: issue.number, comment: comment.id };
    if (action === "edited") {
      const by = comment.performed_via_github_app?.id ?? app.id;
      if (!isBot(comment.user) || by !== app.id) return [];
      const editedMs = Date.parse(comment.updated_at ?? "");
      const when = editedMs > 0 ? { editedMs } : {};
      return [{ kind: "act", ...placeOf(event), does: { act: "ticked", ...act, ...when } }];
    }
    if (isBot(comment.user) || !COMMAND.test(comment.body ?? "")) return [];
    return [{ kind: "act", ...placeOf(event), does: { act: "comment", where: "conversation", ...act } }];
  },
});

/** In the diff: a command, or a reply in a thread, which may be one of ours. */
export const pullRequestReviewComment = eventReader({
  subjects: ["pull_request", "comment"],
  actions: ["created"],
  payload: z.object({
    ...InRepository,
    pull_request: z.object({ number: Id }),
    comment: Comment.extend({ in_reply_to_id: Id.nullish() }),
  }),
  jobs(event) {
    const { pull_request: pull, comment, sender } = event;
    if (isBot(sender) || isBot(comment.user)) return [];
    if (!comment.in_reply_to_id && !COMMAND.test(comment.body ?? "")) return [];
    const does = { act: "comment", where: "diff", number: pull.number, comment: comment.id } as const;
    return [{ kind: "act", ...placeOf(event), does }];
  },
});
