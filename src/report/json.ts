import type { Finding, Fix } from "../core/finding.ts";
import { isComplete, type Review } from "../core/review.ts";
import { isOffered } from "./checked.ts";
import { escapeJson } from "./escape.ts";
import { SCHEMA_VERSION, type ReviewDocument } from "./review-document.ts";

export type JsonOptions = {
  /** Of this product. */
  version: string;
  /** Adds what was looked at in each unit. */
  explain?: boolean;
  /** The guard against secrets in what is written. */
  scrub?: (text: string, path?: string) => string;
};

type Scrub = (text: string, path?: string) => string;

/** A review in the product's own form, see `schema/review.schema.json`. Ends with a newline. */
export function renderJson(review: Review, { version, explain = false, scrub = (text) => text }: JsonOptions): string {
  const { findings, accounts, unread, suppressed, title, notes, model, baseSha, headSha, read, cost } = review;
  const document: ReviewDocument = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: "ReflexGen", version },
    ...scrubbed({ title, baseSha, headSha }, scrub),
    complete: isComplete(review),
    ...(model ? { model: { name: model.name, destination: model.destination } } : {}),
    read,
    findings: findings.map((finding) => findingDocument(finding, scrub)),
    ...scrubbed(
      {
        unread: unread.map(({ path, lines, reason, failed = false }) => ({
          path,
          ...(lines && { lines }),
          reason,
          failed,
        })),
        suppressed,
        notes,
      },
      scrub,
    ),
    cost,
    ...(explain ? { units: accounts.map((account) => accountDocument(account, scrub)) } : {}),
  };
  return `${escapeJson(JSON.stringify(document, null, 2))}\n`;
}

function findingDocument(found: Finding, scrub: Scrub): ReviewDocument["findings"][number] {
  // A memory of the App's, nothing for people.
  const { fix, unitDigest: _, ...finding } = found;
  return {
    ...scrubbed(finding, (text) => scrub(text, finding.path)),
    ...(fix ? { fix: fixDocument(fix, finding.path, scrub) } : {}),
  };
}

/** The patch goes out byte for byte or not at all: one with placeholders in it would break the file. */
function fixDocument(
  { patch, ...fix }: Fix,
  path: string,
  scrub: Scrub,
): NonNullable<ReviewDocument["findings"][number]["fix"]> {
  const shown = scrubbed(fix, scrub);
  if (!isOffered({ patch, ...fix })) return { ...shown, withheld: "it did not pass the checks" };
  const holdsSecret = patch.hunks.some(
    ({ before, after }) => scrub(before, path) !== before || scrub(after, path) !== after,
  );
  return holdsSecret ? { ...shown, withheld: "its lines hold a secret value" } : { ...shown, patch: patch.hunks };
}

function accountDocument(account: Review["accounts"][number], scrub: Scrub) {
  const context = account.context.map(({ role, path, lines, reason }) => ({ role, path, lines, reason }));
  return scrubbed({ ...account, context }, scrub);
}

/** The same value with every string in it scrubbed. */
function scrubbed<T>(value: T, scrub: Scrub): T {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === "string" ? scrub(inner) : inner));
}
