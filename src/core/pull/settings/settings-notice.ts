import { createHash } from "node:crypto";
import type { Change } from "../../change.ts";
import { UserError } from "../../errors.ts";
import { POLICY_PATH } from "../../policy.ts";
import type { Comment, Conversation } from "../../pull-request.ts";
import { readSettingsFile } from "../../read-policy.ts";
import type { Words } from "../../words.ts";
import { allowed, type PullDeps } from "../deps.ts";

/** The settings file as a change would have it; without a text it takes the file away. */
export type BroughtSettings = { text: string | undefined } | { problem: string };

/** Undefined where the change leaves the settings alone. What it brings has no effect before it is merged. */
export async function readBroughtSettings({ set, files }: Change): Promise<BroughtSettings | undefined> {
  const isHere = [...set.files, ...set.unread].some(({ path }) => path === POLICY_PATH);
  const isGone = set.removed.includes(POLICY_PATH) || set.files.some((file) => file.previousPath === POLICY_PATH);
  if (!isHere) return isGone ? { text: undefined } : undefined;
  const text = await files.read(POLICY_PATH);
  if (text === undefined) return { problem: `${POLICY_PATH}: not a text file of less than 1 MB` };
  try {
    readSettingsFile(text);
    return { text };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: error.message };
  }
}

/**
 * One comment about malformed settings on the pull request that brings them, edited in place: when what is wrong becomes another thing, and
 * when it is mended. Nothing is ever said of settings that were well from the start.
 */
export async function ensureSettingsNotice(
  problem: string | undefined,
  { comments }: Pick<Conversation, "comments">,
  words: Pick<Words, "readMark" | "notice">,
  deps: PullDeps,
): Promise<void> {
  const { conversation } = deps.host;
  const earlier = comments.findLast((comment) => comment.byUs && digestOf(comment, words) !== undefined);
  if (!earlier && problem === undefined) return;
  const digest = createHash("sha256")
    .update(problem ?? "")
    .digest("hex")
    .slice(0, 16);
  if (earlier && digestOf(earlier, words) === digest) return;
  const body = words.notice({ about: "settings", digest, ...(problem === undefined ? {} : { problem }) });
  const done = earlier ? await conversation.editComment(earlier.id, body) : await conversation.postComment(body);
  allowed(done, "notice", deps);
}

function digestOf({ body }: Comment, words: Pick<Words, "readMark">): string | undefined {
  const mark = words.readMark(body);
  return mark?.kind === "notice" && mark.about === "settings" ? mark.digest : undefined;
}
