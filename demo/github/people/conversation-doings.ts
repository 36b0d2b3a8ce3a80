import { commentOn, deleteComment, editComment } from "../conversation/comment-on.ts";
import type { IssueComment } from "../conversation/issue-comment.ts";
import { react } from "../conversation/react.ts";
import { reactionsTo, type Content } from "../conversation/reaction.ts";
import { Refusal } from "../frame/refusal.ts";
import { repositoryOfPull, type Pull } from "../pulls/pull.ts";
import type { Me } from "./me.ts";
import { asTyped } from "./me.ts";
import { tickBox } from "./tick-box.ts";

/** What people do in a pull request's conversation. */
export function conversationDoings(me: Me) {
  const { stage, world, account, doer } = me;

  function pullOf(comment: IssueComment): Pull {
    const pull = world.pulls.get(comment.pullId);
    if (!pull || !world.issueComments.has(comment.id)) throw new Refusal(404, "Not Found");
    return pull;
  }
  /** Others' comments take write access: also a bot's. */
  const needsUnlessMine = (comment: IssueComment) => {
    const repository = repositoryOfPull(world, pullOf(comment));
    me.need(repository, comment.authorId === account.id ? "read" : "write");
  };
  const edits = (comment: IssueComment, body: string) => {
    needsUnlessMine(comment);
    editComment(stage, doer, comment, body);
  };

  return {
    comments(pull: Pull, body: string): IssueComment {
      me.need(repositoryOfPull(world, pull), "read");
      return commentOn(stage, doer, pull, asTyped(body));
    },

    /** One's own, or with write access anybody's. */
    editsComment: (comment: IssueComment, body: string) => edits(comment, asTyped(body)),

    deletesComment(comment: IssueComment): void {
      needsUnlessMine(comment);
      deleteComment(stage, doer, comment);
    },

    /** Ticks (or clears) the first box whose line holds the words. The rest of the body stays as it is. */
    ticks: (comment: IssueComment, words: string) => edits(comment, tickBox(comment.body, words)),

    /** Anybody who can read may. No event is sent. */
    reacts(subject: Pull | { id: number; pullId: number }, content: Content): void {
      const pull = "pullId" in subject ? world.pulls.get(subject.pullId) : subject;
      if (!pull) throw new Refusal(404, "Not Found");
      me.need(repositoryOfPull(world, pull), "read");
      react(stage, doer, subject.id, content);
    },

    takesReactionBack(subject: { id: number }, content: Content): void {
      for (const reaction of reactionsTo(world, subject.id))
        if (reaction.accountId === account.id && reaction.content === content) world.reactions.delete(reaction.id);
    },
  };
}
