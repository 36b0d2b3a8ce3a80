import { DEFAULT_POLICY } from "../../../src/core/policy.ts";
import type {
  Account,
  Authors,
  Comment,
  Permission,
  PullRequest,
  PullRequestHost,
  Thread,
} from "../../../src/core/pull-request.ts";
import { changedFile, changeOf } from "../../fakes.ts";

export const BOT: Account = { id: 9, login: "reflexgen[bot]", bot: true };
export const ADA: Account = { id: 1, login: "ada", bot: false };
export const BOB: Account = { id: 2, login: "bob", bot: false };
export const EVE: Account = { id: 3, login: "eve", bot: false };
export const HEAD = "b".repeat(40);

export const PULL: PullRequest = {
  installation: 5,
  repository: 6,
  number: 7,
  owner: "acme",
  repo: "shop",
  private: true,
  defaultBranch: "main",
  state: "open",
  draft: false,
  merged: false,
  author: ADA,
  head: { sha: HEAD, ref: "feature", repository: 6 },
  base: { sha: "c".repeat(40), ref: "main" },
  fork: false,
  labels: [],
};

type Said = Comment & { inReplyTo?: number };
/** One thing that was done to the outside: "reply", "resolve", "commit" … */
export type Effect = { what: string; body?: string };

/** A pull request of one file in memory. Everything that is done to it is recorded; what the core should never need throws. */
export function smallHost(path: string, head: string, rights: Record<string, Permission> = {}) {
  const effects: Effect[] = [];
  const comments = new Map<number, Said>();
  const threads: Thread[] = [];
  let next = 100;
  let authors: Authors = { proven: [ADA], claimed: [], unknown: false };
  const made = (author: Account, body: string, inReplyTo?: number): Said => {
    const comment = { id: next++, author, body, byUs: author === BOT, createdAt: new Date(next * 1000).toISOString() };
    const said = { ...comment, ...(inReplyTo === undefined ? {} : { inReplyTo }) };
    comments.set(said.id, said);
    return said;
  };
  const inThread = (first: number, said: Said) =>
    threads.find((thread) => thread.first.id === first)?.replies.push(said);
  const never = (name: string) => () => {
    throw new Error(`${name} is not for this`);
  };

  const host: PullRequestHost = {
    read: async () => PULL,
    openChange: async () => {
      const change = changeOf([{ ...changedFile(path, head), diffRanges: [{ startLine: 1, endLine: 1000 }] }]);
      return { ...change, set: { ...change.set, headSha: HEAD } };
    },
    conversation: {
      read: async () => ({
        reviews: [],
        threads,
        comments: [...comments.values()].filter(({ byUs, inReplyTo }) => byUs && inReplyTo === undefined),
      }),
      readComment: async (_, id) => comments.get(id),
      readEdits: never("readEdits"),
      postReview: async ({ comments: lines, body }) => {
        effects.push({ what: "review", body });
        for (const { path, line, body } of lines) {
          const first = { ...made(BOT, body), path, line, commitSha: HEAD };
          comments.delete(first.id);
          threads.push({ id: `T${first.id}`, resolved: false, outdated: false, first, replies: [] });
        }
        return { refused: [] };
      },
      postComment: async (body) => {
        effects.push({ what: "comment", body });
        return made(BOT, body);
      },
      editComment: async (id, body) => {
        effects.push({ what: "comment-edit", body });
        const comment = comments.get(id);
        if (comment) comments.set(id, { ...comment, body });
      },
      amendComment: async () => {
        effects.push({ what: "comment-edit" });
      },
      editLineComment: async () => {
        effects.push({ what: "line-comment-edit" });
      },
      reply: async (first, body) => {
        effects.push({ what: "reply", body });
        inThread(first, made(BOT, body, first));
      },
      resolve: async (id) => {
        effects.push({ what: "thread" });
        const thread = threads.find((one) => one.id === id);
        if (thread) thread.resolved = true;
      },
      react: async (_where, _id, reaction) => {
        effects.push({ what: `reaction ${reaction}` });
      },
    },
    checks: {
      find: async () => undefined,
      read: async () => undefined,
      ensure: async () => {
        effects.push({ what: "check" });
      },
      isRequired: async () => false,
    },
    permissionOf: async (login) => rights[login] ?? "none",
    authors: async () => authors,
    mayCommit: async () => true,
    branch: async () => ({ sha: HEAD }),
    commit: async () => {
      effects.push({ what: "commit" });
      return { sha: "d".repeat(40) };
    },
    findCommit: async () => undefined,
    readAt: async (_, at) => (at === path ? head : undefined),
    blobAt: async () => undefined,
    modeAt: async () => "100644",
    earlierChecks: async () => [],
  };

  return {
    host,
    effects,
    threads,
    policy: DEFAULT_POLICY,
    /** Somebody writes in the conversation, or answers the first comment of a thread. */
    says(author: Account, body: string, first?: number): number {
      const said = made(author, body, first);
      if (first !== undefined) inThread(first, said);
      return said.id;
    },
    /** How it stands now; what it gives makes it so again. */
    stands(): () => void {
      const known = new Set(comments.keys());
      return () => {
        for (const id of comments.keys()) if (!known.has(id)) comments.delete(id);
        for (const thread of threads) Object.assign(thread, { resolved: false, replies: [] });
      };
    },
    writtenBy: (others: Partial<Authors>) => (authors = { ...authors, ...others }),
  };
}
