import { RetryLaterError } from "../../core/errors.ts";
import type { ConversationPort, Degraded, LineComment } from "../../core/pull-request.ts";
import { isMisplaced, type DiffRow } from "./anchors.ts";
import { commentOf, type GitHubSession } from "./github-session.ts";
import { statusOf } from "./github-status.ts";
import { isSameBody } from "./same-body.ts";

type Review = Parameters<ConversationPort["postReview"]>[0];

/** Comments of one request: GitHub takes long over more, and may give up half way. */
const MOST_COMMENTS = 30;
/** Requests of one review past which what is still doubtful is given back. One bad anchor of 40 takes at most 8. */
const MOST_POSTS = 16;
/** GitHub lists files of a pull request on at most 30 pages; a first look at some is enough to judge anchors. */
const MOST_FILE_PAGES = 30;

/**
 * Posts a review. GitHub takes all of its comments or none and does not name a bad anchor: it is looked for in the diff of that moment,
 * and if that shows none, by halves.
 */
export async function postReview(
  session: GitHubSession,
  number: number,
  review: Review,
): Promise<{ refused: LineComment[] } | Degraded> {
  const { octokit, owner, repo } = session;
  const refused: LineComment[] = [];
  let body = review.body;
  let posts = 0;
  let rows: DiffRow[] | undefined;

  /** False: GitHub found something wrong with one of them. The first that is taken carries the review's own text. */
  async function accepted(comments: readonly LineComment[]): Promise<boolean> {
    posts++;
    try {
      await session.writes.once<unknown>({
        effect: "review",
        send: () =>
          octokit.rest.pulls.createReview({
            owner,
            repo,
            pull_number: number,
            commit_id: review.commitSha,
            event: "COMMENT",
            ...(body !== "" && { body }),
            comments: comments.map(({ startLine, ...comment }) => ({
              ...comment,
              ...(startLine !== undefined &&
                startLine < comment.line && { start_line: startLine, start_side: comment.side }),
            })),
          }),
        readBack: () => isPosted(session, number, body, comments),
      });
      body = "";
      return true;
    } catch (error) {
      if (statusOf(error) === 422 && comments.length > 0) return false;
      throw error;
    }
  }

  /** At least one of `comments` was refused: all others are posted. */
  async function isolate(comments: readonly LineComment[]): Promise<void> {
    rows ??= await readDiff(session, number, review.commitSha);
    const misplaced = comments.filter((comment) => isMisplaced(comment, rows ?? []));
    refused.push(...misplaced);
    const placed = comments.filter((comment) => !misplaced.includes(comment));
    if (placed.length === 0) return;
    if (misplaced.length > 0 && (await accepted(placed))) return;

    let suspects = placed;
    const later: LineComment[] = [];
    while (suspects.length > 1 && posts < MOST_POSTS) {
      const middle = suspects.length >> 1;
      const [half, rest] = [suspects.slice(0, middle), suspects.slice(middle)];
      // Where one half is taken, the bad one is in the other: that needs no request of its own.
      if (await accepted(half)) suspects = rest;
      else {
        later.push(...rest);
        suspects = half;
      }
    }
    refused.push(...suspects);
    if (later.length === 0) return;
    if (posts >= MOST_POSTS) refused.push(...later);
    else if (!(await accepted(later))) await isolate(later);
  }

  try {
    const { comments } = review;
    for (let at = 0; at < comments.length; at += MOST_COMMENTS) {
      const part = comments.slice(at, at + MOST_COMMENTS);
      if (!(await accepted(part))) await isolate(part);
    }
    // A review none of whose comments could stand is still one.
    if (body !== "") await accepted([]);
    return { refused };
  } catch (error) {
    if (statusOf(error) === 403) return "forbidden";
    throw error;
  }
}

/** GitHub's diff of now. A refused review of another commit is nothing to search in: the job reads the new head. */
async function readDiff(session: GitHubSession, number: number, commitSha: string): Promise<DiffRow[]> {
  const { octokit, owner, repo } = session;
  const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
  if (data.head.sha !== commitSha) throw new RetryLaterError(1000, "the pull request was pushed to meanwhile");
  let pages = 0;
  return octokit.paginate(
    octokit.rest.pulls.listFiles,
    { owner, repo, pull_number: number, per_page: 100 },
    (page, done) => {
      if (++pages === MOST_FILE_PAGES) done();
      return page.data.map(({ filename, patch }) => ({ filename, patch }));
    },
  );
}

/** Whether a request whose answer was lost did its work: our review with this text is there, or, as it had none, its first comment. */
async function isPosted(
  session: GitHubSession,
  number: number,
  body: string,
  comments: readonly LineComment[],
): Promise<true | undefined> {
  const { octokit, owner, repo } = session;
  const where = { owner, repo, pull_number: number, per_page: 100 };
  const [first] = comments;
  const rows: Parameters<typeof commentOf>[1][] =
    body === ""
      ? await octokit.paginate(octokit.rest.pulls.listReviewComments, where)
      : await octokit.paginate(octokit.rest.pulls.listReviews, where);
  const wanted = body === "" ? (first?.body ?? "") : body;
  const ours = rows.map((row) => commentOf(session, row, undefined)).filter(({ byUs }) => byUs);
  return ours.some((comment) => isSameBody(comment.body, wanted)) ? true : undefined;
}
