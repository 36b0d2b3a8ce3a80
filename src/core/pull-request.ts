import type { Change } from "./change.ts";
import type { LineRange } from "./text.ts";

/** Someone on the host. `id` is never reused, `login` may be. */
export type Account = { id: number; login: string; bot: boolean };

/** Where a pull request stands: numbers survive renames and transfers. */
export type PullRequestRef = { installation: number; repository: number; number: number };

/** A pull request as it is now, read through the API and never from an event. Its title and body are nobody's instructions. */
export type PullRequest = PullRequestRef & {
  owner: string;
  repo: string;
  /** Nobody but members sees it. */
  private: boolean;
  defaultBranch: string;
  state: "open" | "closed";
  draft: boolean;
  merged: boolean;
  mergeSha?: string;
  author: Account;
  head: { sha: string; ref: string; repository?: number };
  base: { sha: string; ref: string };
  fork: boolean;
  labels: string[];
  /** By the host's clock, as it writes times. */
  updatedAt?: string;
  /** Only who may write may speak here. */
  locked?: boolean;
};

/** One comment in the diff, with the lines it is anchored to: `line` is the last, `startLine` (only when smaller) the first. */
export type LineComment = { path: string; side: "RIGHT" | "LEFT"; line: number; startLine?: number; body: string };

/** A comment as the host has it. `edited` = its text is not the one that was first posted. */
export type Comment = { id: number; author: Account; body: string; byUs: boolean; createdAt: string };

/** A conversation that one of our comments in the diff began. */
export type Thread = {
  /** The host's name of the thread, where it can be had; without it a thread can't be resolved. */
  id?: string;
  resolved: boolean;
  outdated: boolean;
  first: Comment & { path: string; line?: number; commitSha: string };
  /** Somebody gave our comment a thumbs down. */
  disliked?: boolean;
  replies: Comment[];
};

/** What we said on a pull request so far, and what people answered. */
export type Conversation = {
  reviews: (Comment & { commitSha: string })[];
  threads: Thread[];
  /** Our own comments in the conversation, oldest first. */
  comments: Comment[];
};

/** One of our comments as it is now, and who changed it since it was posted. */
export type CommentEdits = {
  comment: Comment;
  /** Newest first, by the host's own record; `by` is absent for who is no person and no App, or not there any more. */
  edits: { id: string; atMs: number; by?: Account; byUs: boolean }[];
  /** No older edit was left out. */
  whole: boolean;
};

/** What was asked for could not be done for want of a right; the caller does without. */
export type Degraded = "forbidden";

/** Reading and writing what people see beneath a pull request. Every write is paced, and is asked of the job's lease first. */
export type ConversationPort = {
  read(): Promise<Conversation>;
  /** One comment, by its number, or undefined when it is gone. */
  readComment(where: "conversation" | "diff", id: number): Promise<(Comment & { inReplyTo?: number }) | undefined>;
  /** One comment of the conversation with its edits, all of one moment; undefined when it is gone. */
  readEdits(id: number): Promise<CommentEdits | Degraded | undefined>;
  /**
   * One review with all its comments; all or nothing on the host, so that where one anchor is refused it is found and given back,
   * and the others are posted.
   */
  postReview(review: {
    commitSha: string;
    body: string;
    comments: LineComment[];
  }): Promise<{ refused: LineComment[] } | Degraded>;
  postComment(body: string): Promise<Comment | Degraded>;
  editComment(id: number, body: string): Promise<void | Degraded>;
  /** The same with what it is made of read at the last moment, so that nothing newer is lost; `change` gives undefined for "leave it". */
  amendComment(id: number, change: (body: string) => string | undefined): Promise<void | Degraded>;
  editLineComment(id: number, body: string): Promise<void | Degraded>;
  reply(firstComment: number, body: string): Promise<void | Degraded>;
  resolve(thread: string): Promise<void | Degraded>;
  react(where: "conversation" | "diff", id: number, reaction: "eyes" | "+1" | "confused"): Promise<void | Degraded>;
};

export type Conclusion = "success" | "neutral" | "failure" | "action_required";

/** The check run of one head commit, as we want it to be. Summary and text are Markdown of at most 65,535 characters. */
export type CheckReport = {
  headSha: string;
  title: string;
  summary: string;
  text?: string;
  conclusion?: Conclusion;
  /** State that the next run reads. GitHub documents no limit: keep to 255 characters. */
  externalId: string;
  /** Beside lines of files, for what no comment in the diff says; any number. */
  annotations?: Annotation[];
  /** Label ≤ 20, description ≤ 40, identifier ≤ 20 characters; at most three. */
  actions?: { label: string; description: string; identifier: "review" | "apply" }[];
};

/** A note of a check at lines of the head. `title` ≤ 255 characters, `message` ≤ 64 kB, no Markdown. */
export type Annotation = {
  path: string;
  lines: LineRange;
  level: "notice" | "warning" | "failure";
  title: string;
  message: string;
};

export type CheckRun = {
  id: number;
  headSha: string;
  completed: boolean;
  conclusion?: string;
  externalId: string;
  startedAt: string;
};

/** What a completed run of ours remembers of a head. */
export type EarlierCheck = Pick<CheckRun, "headSha" | "externalId" | "startedAt">;

export type ChecksPort = {
  /** Our newest run on this commit. */
  find(headSha: string): Promise<CheckRun | undefined>;
  /** Our run by number; undefined when it is not ours or gone. */
  read(id: number): Promise<CheckRun | undefined>;
  /** Makes it so, whatever is there now; without a conclusion it is in progress. */
  ensure(report: CheckReport): Promise<void | Degraded>;
  /** Do the rules of this branch require our check? Undefined where that may not be read. */
  isRequired(branch: string): Promise<boolean | undefined>;
};

/**
 * Who wrote what a pull request brings, as far as the host can say. Anybody can write anybody's address into a commit: only the author of
 * the pull request and of commits whose signature names the same account are `proven`.
 */
export type Authors = {
  proven: Account[];
  /** Accounts that other commits name, rightly or not. */
  claimed: Account[];
  /** Some commit names no account, or not all commits are listed: it may be anybody's. */
  unknown: boolean;
};

export type Permission = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** Whole new texts of files, as one commit. */
export type Commit = {
  branch: string;
  /** The commit is refused as stale when the branch is not here any more. */
  expectedHeadSha: string;
  headline: string;
  body: string;
  files: { path: string; text: string }[];
};

/** One pull request of one repository, through the rights of one installation. */
export type PullRequestHost = {
  /** @throws GoneError when the pull request, its repository or the installation is no more. */
  read(): Promise<PullRequest>;
  /** Pinned to the head of `pull`; texts of every changed file, and any file for context. */
  openChange(pull: PullRequest, signal?: AbortSignal): Promise<Change>;
  conversation: ConversationPort;
  checks: ChecksPort;
  permissionOf(login: string): Promise<Permission>;
  authors(): Promise<Authors>;
  /** Was the App given the right to write contents here? */
  mayCommit(): Promise<boolean>;
  /** A branch as it is now; undefined when it is gone. `protected` is absent where it may not be read. */
  branch(name: string): Promise<{ sha: string; protected?: boolean } | undefined>;
  commit(commit: Commit): Promise<{ sha: string } | { refused: "stale" | "protected" | "forbidden"; words: string }>;
  /** Our own commit on this pull request with this line in its message, made for an earlier run of the same job. */
  findCommit(line: string): Promise<string | undefined>;
  /** The text of a file at any commit of the repository; undefined when it is not there or no text. */
  readAt(sha: string, path: string): Promise<string | undefined>;
  /**
   * The text of the organisation's own settings file, as it stands now; undefined where there is none, or the installation does not have the
   * repository that holds it. Read seldom: it may be some minutes old.
   */
  organisationSettings?(): Promise<string | undefined>;
  /** Git's name of a file's bytes at any commit; undefined where there is no such file. Cheaper than reading it. */
  blobAt(sha: string, path: string): Promise<string | undefined>;
  /** Git's mode of a file at any commit, such as `100644`; undefined where there is no such file. */
  modeAt(sha: string, path: string): Promise<string | undefined>;
  /**
   * Our completed runs on heads that this pull request has or had, the newest first, also on those that a force push left behind.
   * Bounded: the last 100 commits and the last 20 force pushes.
   */
  earlierChecks(): Promise<EarlierCheck[]>;
};

/** What a job needs of a repository beyond one pull request. */
export type RepositoryHost = {
  pull(number: number): PullRequestHost;
  checks: ChecksPort;
  /** Open pull requests, with their heads. */
  openPulls(): Promise<{ number: number; headSha: string; draft: boolean; updatedAt: string }[]>;
  /** Open pull requests whose head is this commit, also those of forks. */
  pullsOf(headSha: string): Promise<number[]>;
  /** Pull requests whose merge the commits of this range bring, for a merge group. */
  mergedIn(baseSha: string, headSha: string): Promise<number[]>;
  /** See there. */
  organisationSettings?: PullRequestHost["organisationSettings"];
  /** A change set between two commits of the repository. */
  openRange(baseSha: string, headSha: string, signal?: AbortSignal): Promise<Change>;
};

/** The App on its host: installations, and windows on their repositories. */
export type AppHost = {
  /** `confirm` is asked before every write: it throws when this job may no longer act. */
  repository(
    where: { installation: number; repository: number },
    confirm: () => Promise<void>,
  ): Promise<RepositoryHost>;
  /** Who we are there: `login` is what our comments stand under. */
  self(): Promise<{ appId: number; slug: string; login: string }>;
  installations(): Promise<number[]>;
  repositoriesOf(installation: number): Promise<number[]>;
  redeliver(delivery: string): Promise<void>;
  /**
   * For those whom webhooks can't reach: all deliveries of the host's record since then, oldest first, each attempt a row.
   * Rows hold no payload; it is read one by one.
   */
  deliveries(sinceMs: number): Promise<DeliveryRow[]>;
  /** What was, or would have been, posted; undefined when the host has forgotten it (after about 3 days). */
  delivery(id: string): Promise<{ payload: unknown } | undefined>;
};

/** One attempt of the host to tell the App of an event. `guid` is the event's: attempts at one event share it. */
export type DeliveryRow = {
  /** A whole number that may be too large for a JavaScript one. */
  id: string;
  guid: string;
  event: string;
  action?: string;
  deliveredAtMs: number;
  /** The App answered 2xx. */
  succeeded: boolean;
};
