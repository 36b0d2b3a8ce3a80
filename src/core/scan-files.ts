import type { ChangedFile, RepositoryFiles, Unread } from "./change.ts";
import { languageNote } from "./language.ts";
import { DEFAULT_POLICY } from "./policy.ts";
import { findPackages } from "./package-findings.ts";
import { ecosystemOf } from "./packages/ecosystem.ts";
import { readChangedFile } from "./read-file.ts";
import { rememberingAnalysis } from "./remembering-analysis.ts";
import { openAccount, type Account } from "./review-account.ts";
import { claimedReading, withFailure } from "./review-change.ts";
import type { ReviewDeps } from "./review-deps.ts";
import type { Review } from "./review.ts";
import { reviewUnit } from "./review-unit.ts";
import { findSecrets } from "./secret-findings.ts";
import { linesOf } from "./text.ts";
import { unitsOf } from "./units.ts";

/** Whole files, one after the other, so that a tree of any size needs little memory. `keep` is told of each file that has findings. */
export async function scanFiles(
  title: string,
  files: AsyncIterable<ChangedFile | Unread>,
  around: RepositoryFiles,
  keep: (file: ChangedFile) => void,
  given: ReviewDeps,
): Promise<Review> {
  const deps = { ...given, analysis: rememberingAnalysis(given.analysis) };
  const account = openAccount(deps, deps.baseline);
  for (const note of deps.claims?.notes ?? []) account.note(note);
  const iterator = files[Symbol.asyncIterator]();
  let done = 0;
  const worker = async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      if ("reason" in next.value) account.leaveUnread(withFailure(next.value));
      else await scanFile(next.value, around, account, keep, deps);
      done += 1;
      deps.progress({ done, subject: next.value.path });
    }
  };
  await Promise.all(Array.from({ length: deps.concurrency }, worker));
  return account.close({ title }, DEFAULT_POLICY);
}

async function scanFile(
  file: ChangedFile,
  around: RepositoryFiles,
  account: Account,
  keep: (file: ChangedFile) => void,
  deps: ReviewDeps,
): Promise<void> {
  const read = await readChangedFile(file, deps.thinking !== undefined || deps.explain, deps);
  if ("reason" in read) return account.leaveUnread(read);
  const reading = deps.claims ? claimedReading(read, deps.claims, account) : read;
  account.count({ files: 1, lines: linesOf(file.head).length });
  const note = languageNote(file.language, reading.outline !== undefined);
  if (note) account.note(note);
  const secrets = findSecrets(reading, account);
  // Imports are judged in changes only: what stands in a tree was installed by somebody.
  const packages = ecosystemOf(file.path) ? await findPackages(reading, around, account) : 0;
  const reportable =
    reading.claimed !== undefined || reading.alerts.some((alert) => deps.all || alert.tier === "speaks");
  if (secrets + packages > 0 || reportable) keep(file);
  if (!reportable && !deps.thinking && !deps.explain) return;

  // Only a file with something to repair is looked at for its units.
  const whole = reading.outline ? reading : await readChangedFile(file, true, deps);
  if ("reason" in whole) return account.leaveUnread(whole);
  const change = { set: { title: "", files: [file], unread: [], removed: [] }, files: around };
  for (const unit of unitsOf(file, whole.outline)) {
    account.count({ units: 1 });
    await reviewUnit(
      unit,
      { ...whole, ...(reading.claimed ? { claimed: reading.claimed } : {}) },
      change,
      DEFAULT_POLICY,
      account,
      deps,
    );
  }
}
