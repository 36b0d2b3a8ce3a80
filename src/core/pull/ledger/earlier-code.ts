import type { Change, ChangedFile } from "../../change.ts";
import type { PullRequestHost } from "../../pull-request.ts";
import { linesOf, type LineRange } from "../../text.ts";
import type { EarlierReview } from "../check-state.ts";
import type { Lineage } from "./lineage.ts";
import { blobId, touchedLines } from "./touched.ts";

/** What stood at the head of an earlier, complete review, and what no push touched since. Files are asked for once. */
export type EarlierCode = {
  review: EarlierReview;
  /** Lines of a changed file that this review had not judged as they are; all of them where that can't be told. */
  touched: (file: ChangedFile) => Promise<LineRange[]>;
  /** The file's text at that head. */
  textOf: (file: ChangedFile) => Promise<string | undefined>;
};

export type EarlierCodeDeps = {
  change: Change;
  lineage: Lineage;
  host: Pick<PullRequestHost, "readAt" | "blobAt">;
};

export function openEarlierCode(review: EarlierReview, { change, lineage, host }: EarlierCodeDeps): EarlierCode {
  const touched = new Map<string, Promise<LineRange[]>>();
  const texts = new Map<string, Promise<string | undefined>>();
  const isOtherBase = review.baseSha !== change.set.baseSha;

  async function firstText(sha: string, paths: readonly string[]): Promise<string | undefined> {
    for (const path of paths) {
      const text = await host.readAt(sha, path);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  async function readText({ path, head }: ChangedFile): Promise<string | undefined> {
    if ((await host.blobAt(review.headSha, path)) === blobId(head)) return head;
    return firstText(review.headSha, lineage.before(path));
  }

  function textOf(file: ChangedFile): Promise<string | undefined> {
    const known = texts.get(file.path) ?? readText(file);
    texts.set(file.path, known);
    return known;
  }

  async function readTouched(file: ChangedFile): Promise<LineRange[]> {
    const paths = lineage.before(file.path);
    const then = paths.some(review.leftUnread) ? undefined : await textOf(file);
    if (then === undefined) return wholeOf(file);
    if (!isOtherBase) return touchedLines(file.head, then);
    if (review.baseSha === undefined) return wholeOf(file);
    const baseThen = (await firstText(review.baseSha, paths)) ?? "";
    return touchedLines(file.head, then, baseThen);
  }

  return {
    review,
    textOf,
    touched(file) {
      const known = touched.get(file.path) ?? readTouched(file);
      touched.set(file.path, known);
      return known;
    },
  };
}

function wholeOf({ head }: ChangedFile): LineRange[] {
  return [{ startLine: 1, endLine: Math.max(1, linesOf(head).length) }];
}
