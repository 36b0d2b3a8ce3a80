import type { Pull } from "../../../demo/github/pulls/pull.ts";
import type { ReviewComment } from "../../../demo/github/pulls/review-comment.ts";
import type { Scene, Stage } from "./stage.ts";

const PEOPLE = ["ada", "bob", "eve", "mallory"];

function isOurs(stage: Stage, authorId: number): boolean {
  return !PEOPLE.some((login) => stage.github.person(login).account.id === authorId);
}

/** What the bot answered in the conversation beside its summary, marks left out. */
export function answers(stage: Stage, { ada }: Scene, pull: Pull): string[] {
  return ada
    .sees(pull)
    .comments.filter(({ authorId, body }) => isOurs(stage, authorId) && !body.startsWith("### ReflexGen"))
    .map(({ body }) => withoutMark(body));
}

/** What the bot answered in the thread of this comment, marks left out. */
export function answersIn(stage: Stage, { ada }: Scene, pull: Pull, first: ReviewComment): string[] {
  return ada
    .sees(pull)
    .reviewComments.filter(({ authorId, inReplyToId }) => inReplyToId === first.id && isOurs(stage, authorId))
    .map(({ body }) => withoutMark(body));
}

export function reactions(stage: Stage, to: { id: number }): string[] {
  const all = [...stage.github.world.reactions.values()];
  return all.filter(({ subjectId }) => subjectId === to.id).map(({ content }) => content);
}

/** Ids of the findings that the summary lists, by their first lines. */
export function idsOf({ ada }: Scene, pull: Pull): Map<number, string> {
  const summary = ada.sees(pull).comments.find(({ body }) => body.startsWith("### ReflexGen"))?.body ?? "";
  const rows = summary.matchAll(/`[\w./-]+:(\d+)`.*?`([0-9a-f]{12})`/g);
  return new Map([...rows].map(([, line, id]) => [Number(line), id ?? ""]));
}

function withoutMark(body: string): string {
  return body.split("\n\n<!--")[0] ?? "";
}
