import { Refusal } from "../frame/refusal.ts";
import type { AnchorFault } from "./anchor.ts";

/** GitHub's words for a review: one sentence, and no hint which comment is meant. */
export function refuseReviewAnchors(faults: readonly AnchorFault[]): Refusal {
  const sentences = faults.map((fault) => SENTENCES[fault]);
  if (!faults.includes("order")) sentences.push("Pull request review thread diff hunk can't be blank");
  return new Refusal(422, "Unprocessable Entity", [toSentence(sentences)]);
}

/** GitHub's words for a single comment: one entry a field. */
export function refuseCommentAnchor(faults: readonly AnchorFault[]): Refusal {
  const resource = "PullRequestReviewComment";
  const errors: Record<string, unknown>[] = faults.map((fault) => {
    const field = `pull_request_review_thread.${fault === "order" ? "start_line" : fault}`;
    if (fault === "path") return { resource, code: "invalid", field };
    return { resource, code: "custom", field, message: `${field} ${FIELD_WORDS[fault]}` };
  });
  if (!faults.includes("order"))
    errors.push({ resource, code: "missing_field", field: "pull_request_review_thread.diff_hunk" });
  return new Refusal(422, "Validation Failed", errors);
}

/** The full stops are GitHub's. @see https://github.com/parkerbxyz/suggest-changes/issues/64 */
const SENTENCES: Record<AnchorFault, string> = {
  path: "Pull request review thread path is invalid",
  line: "Pull request review thread line must be part of the diff",
  start_line: "Pull request review thread start line must be part of the same hunk as the line.",
  order: "Pull request review thread start line must precede the end line.",
};

const FIELD_WORDS = {
  line: "must be part of the diff",
  start_line: "must be part of the same hunk as the line.",
  order: "must precede the end line.",
};

function toSentence(parts: readonly string[]): string {
  if (parts.length < 3) return parts.join(" and ");
  return `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)}`;
}
