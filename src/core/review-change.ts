import { concurrently } from "./concurrently.ts";
import { NO_TEXT_OF_ITS_OWN, type Change, type ChangedFile, type Unread } from "./change.ts";
import { isOutlined, languageNote, languageOf } from "./language.ts";
import type { Policy } from "./policy.ts";
import { readChangedFile, type FileReading } from "./read-file.ts";
import { rememberingAnalysis } from "./remembering-analysis.ts";
import { readPolicy } from "./read-policy.ts";
import { openAccount, type Account } from "./review-account.ts";
import type { ReviewDeps } from "./review-deps.ts";
import type { Review } from "./review.ts";
import { reviewUnit } from "./review-unit.ts";
import { scopeOf, unwantedPath } from "./scope.ts";
import { findSecrets } from "./secret-findings.ts";
import { unitsOf } from "./units.ts";

const FILES_AT_ONCE = 8;

/**
 * Steps 3 to 8 of a review: policy from the base side, analysis of every changed file, units riskiest first, the loop on each,
 * findings. Tells nobody: that is the caller's.
 *
 * @throws UserError when the policy is malformed.
 */
export async function reviewChange(change: Change, tools: ReviewDeps): Promise<Review> {
  const deps = { ...tools, analysis: rememberingAnalysis(tools.analysis) };
  const { set } = change;
  const given = tools.policy ?? (await readPolicy(change.files));
  const policy = { ...given, onlyAi: given.onlyAi || deps.onlyAi };
  const account = openAccount(deps);
  const wanted = (one: { path: string }): boolean => {
    const reason = unwantedPath(one.path, policy);
    if (reason !== undefined) account.leaveUnread({ path: one.path, reason });
    return reason === undefined;
  };
  for (const unread of set.unread.filter(wanted)) account.leaveUnread(withFailure(unread));

  const files = set.files.filter(wanted);
  const readings = await concurrently(files, FILES_AT_ONCE, async (file, index) => {
    deps.progress({ done: index, of: files.length, subject: file.path });
    return readForReview(file, account, deps);
  });
  await reviewReadings(
    readings.filter((reading) => reading !== undefined),
    change,
    policy,
    account,
    deps,
  );
  const { title, baseSha, headSha } = set;
  return account.close({ title, ...(baseSha ? { baseSha } : {}), ...(headSha ? { headSha } : {}) }, policy);
}

/** A file's reading with its outline, counted; undefined when it is on the account as not read. */
async function readForReview(file: ChangedFile, account: Account, deps: ReviewDeps): Promise<FileReading | undefined> {
  const reading = await readChangedFile(file, true, deps);
  if ("reason" in reading) {
    account.leaveUnread(reading);
    return undefined;
  }
  const note = languageNote(file.language, reading.outline !== undefined);
  if (note) account.note(note);
  if (reading.alerts.some((alert) => deps.all || alert.tier === "speaks")) expectFindings(file, deps);
  return reading;
}

/** What the loop will ask for is fetched while other files are still being read. */
function expectFindings({ language }: ChangedFile, { analysis, knowledge }: ReviewDeps): void {
  analysis.rules([language]).catch(() => {});
  knowledge?.store.prepare?.();
}

/** The units of all files by risk, each through the loop. */
async function reviewReadings(
  readings: readonly FileReading[],
  change: Change,
  policy: Policy,
  account: Account,
  deps: ReviewDeps,
): Promise<void> {
  const units = readings.flatMap((reading) => unitsOf(reading.file, reading.outline));
  const { selected, unread } = scopeOf(units, policy);
  for (const one of unread) account.leaveUnread(one);

  const byPath = new Map(readings.map((reading) => [reading.file.path, reading]));
  const paths = new Set(selected.map((unit) => unit.path));
  account.count({
    files: paths.size,
    units: selected.length,
    lines: selected
      .flatMap((unit) => unit.changedLines)
      .reduce((sum, range) => sum + range.endLine - range.startLine + 1, 0),
  });
  for (const reading of readings) if (paths.has(reading.file.path)) findSecrets(reading, account);

  let done = 0;
  await concurrently(selected, deps.concurrency, async (unit) => {
    const reading = byPath.get(unit.path);
    if (!reading) return;
    deps.progress({ done, of: selected.length, subject: `${unit.path} ${unit.name}` });
    await reviewUnit(unit, reading, change, policy, account, deps);
    done += 1;
  });
}

/** Source code that can't be read leaves the review incomplete; a picture, a model file or a symbolic link does not. */
export function withFailure(unread: Unread): Unread {
  const holdsText = !Object.values<string>(NO_TEXT_OF_ITS_OWN).includes(unread.reason);
  return holdsText && isOutlined(languageOf(unread.path)) ? { ...unread, failed: true } : unread;
}
