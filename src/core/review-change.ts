import { readBaseline } from "./baseline.ts";
import { concurrently } from "./concurrently.ts";
import { NO_TEXT_OF_ITS_OWN, type Change, type ChangedFile, type Unread } from "./change.ts";
import type { Claims } from "./claim.ts";
import { claimedDefects } from "./claimed-defects.ts";
import { isOutlined, languageNote, languageOf } from "./language.ts";
import { findPackages } from "./package-findings.ts";
import type { Policy } from "./policy.ts";
import { whyNotOurs } from "./not-ours.ts";
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
  const { baseline, problem } = deps.baseline ? { baseline: deps.baseline } : await readBaseline(change.files);
  const account = openAccount(deps, baseline);
  if (problem !== undefined) account.note(problem);
  const wanted = (one: { path: string }): boolean => {
    const reason = unwantedPath(one.path, policy);
    if (reason !== undefined) account.leaveUnread({ path: one.path, reason });
    return reason === undefined;
  };
  for (const unread of set.unread.filter(wanted)) account.leaveUnread(withFailure(unread));

  const files = await withoutOthers(set.files.filter(wanted), change, account);
  const readings = await concurrently(files, FILES_AT_ONCE, async (file, index) => {
    deps.progress({ done: index, of: files.length, subject: file.path });
    return readForReview(file, account, deps);
  });
  await reviewReadings(
    withClaims(
      readings.filter((reading) => reading !== undefined),
      account,
      deps,
    ),
    change,
    policy,
    account,
    deps,
  );
  const { title, baseSha, headSha } = set;
  return account.close({ title, ...(baseSha ? { baseSha } : {}), ...(headSha ? { headSha } : {}) }, policy);
}

/** Others' claims go to the files that they are about; what is about other files, or other versions, is counted. */
function withClaims(readings: readonly FileReading[], account: Account, { claims }: ReviewDeps): FileReading[] {
  if (!claims) return [...readings];
  for (const note of claims.notes) account.note(note);
  const paths = new Set(readings.map(({ file }) => file.path));
  const outside = claims.claims.filter(({ path }) => !paths.has(path)).length;
  if (outside > 0) account.note(`${outside} results of other analysers are about files that this review does not read`);
  return readings.map((reading) => claimedReading(reading, claims, account));
}

/** A file's reading with what others claim of it. */
export function claimedReading(reading: FileReading, { claims }: Claims, account: Pick<Account, "note">): FileReading {
  const { defects, lost } = claimedDefects(reading.file, claims);
  if (lost > 0)
    account.note(`${reading.file.path}: ${lost} results of other analysers are about code that does not stand there`);
  return defects.length > 0 ? { ...reading, claimed: defects } : reading;
}

/** Leaves out what people here did not write; generated and vendored code is named as not read. */
async function withoutOthers(files: readonly ChangedFile[], change: Change, account: Account): Promise<ChangedFile[]> {
  const reasons = await Promise.all(files.map((file) => whyNotOurs(file, change.files)));
  return files.filter((file, index) => {
    const reason = reasons[index];
    if (reason !== undefined) account.leaveUnread({ path: file.path, reason });
    return reason === undefined;
  });
}

/** A file's reading with its outline, counted; undefined when it is on the account as not read. */
async function readForReview(file: ChangedFile, account: Account, deps: ReviewDeps): Promise<FileReading | undefined> {
  const reading = await readChangedFile(file, true, deps);
  if ("reason" in reading) {
    account.leaveUnread(reading);
    return undefined;
  }
  account.standsAtBase(file.path, reading.existing);
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
  // On a command line, `--only-ai` is a person's own choice of what to look at.
  const { selected, byRules, unread } = scopeOf(units, policy, { floor: !deps.onlyAi });
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
  for (const reading of readings) {
    if (!paths.has(reading.file.path)) continue;
    findSecrets(reading, account);
    await findPackages(reading, change.files, account);
  }

  const { thinking: _, ...withoutModel } = deps;
  let done = 0;
  await concurrently(selected, deps.concurrency, async (unit) => {
    const reading = byPath.get(unit.path);
    if (!reading) return;
    deps.progress({ done, of: selected.length, subject: `${unit.path} ${unit.name}` });
    await reviewUnit(unit, reading, change, policy, account, byRules.has(unit) ? withoutModel : deps);
    done += 1;
  });
}

/** Source code that can't be read leaves the review incomplete; a picture, a model file or a symbolic link does not. */
export function withFailure(unread: Unread): Unread {
  const holdsText = !Object.values<string>(NO_TEXT_OF_ITS_OWN).includes(unread.reason);
  return holdsText && isOutlined(languageOf(unread.path)) ? { ...unread, failed: true } : unread;
}
