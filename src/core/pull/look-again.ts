import type { Change, ChangedFile } from "../change.ts";
import { EmptyChangeError } from "../errors.ts";
import type { Finding } from "../finding.ts";
import type { MarkedFinding } from "../mark.ts";
import type { Policy } from "../policy.ts";
import type { PullRequest } from "../pull-request.ts";
import { quoteDigest } from "../quote-digest.ts";
import type { Redactor } from "../redaction.ts";
import { reviewChange } from "../review-change.ts";
import { sameFamily } from "../weakness-family.ts";
import type { PullDeps } from "./deps.ts";
import { repositoryScope } from "./review-pull-request.ts";

/** A finding's file as it is at the head now, and the finding if the analysers report it there. */
export type Look = { change: Change; file: ChangedFile; now: Finding | { missing: string } };

/**
 * Looks at one finding's file at the head of this moment, by analysers alone: no model is asked. `work` has the change while it is open.
 */
export async function lookAgain<Result>(
  finding: MarkedFinding,
  { pull, policy, redactor }: { pull: PullRequest; policy: Policy; redactor: Redactor },
  deps: PullDeps,
  work: (look: Look | { missing: string }) => Promise<Result>,
): Promise<Result> {
  const change = await openChange(pull, deps);
  if (!change) return work({ missing: "the pull request changes nothing now" });
  try {
    const file = change.set.files.find(
      ({ path, previousPath }) => path === finding.path || previousPath === finding.path,
    );
    if (!file) return await work({ missing: "its file is no part of the change now, or can't be read" });
    const { thinking: _, ...tools } = deps.review;
    const alone = { ...change, set: { ...change.set, files: [file], unread: [], removed: [] } };
    const { findings, unread } = await reviewChange(alone, {
      ...tools,
      ...(deps.store ? { knowledge: { store: deps.store, scopes: ["shared", repositoryScope(pull)] } } : {}),
      all: false,
      policy: { ...policy, minimumSeverity: "low" },
      redactor,
      budget: deps.openBudget(),
      progress: () => {},
      signal: deps.signal,
    });
    const failed = unread.find(({ path }) => path === file.path);
    const now = sameFinding(findings, finding) ?? { missing: failed?.reason ?? missingWords(finding) };
    return await work({ change, file, now });
  } finally {
    await change.close?.();
  }
}

async function openChange(pull: PullRequest, { host, signal }: PullDeps): Promise<Change | undefined> {
  try {
    return await host.openChange(pull, signal);
  } catch (error) {
    if (error instanceof EmptyChangeError) return undefined;
    throw error;
  }
}

/** By its id, or by what it is about: ids count equal findings in their order. */
function sameFinding(
  findings: readonly Finding[],
  { id, weakness, symbol, quote }: MarkedFinding,
): Finding | undefined {
  const isAlike = (other: Finding) =>
    sameFamily(other.weakness, weakness) &&
    (quote === undefined ? other.symbol === symbol : quoteDigest(other.quote) === quote);
  return findings.find((other) => other.id === id) ?? findings.find(isAlike);
}

function missingWords({ byModel }: MarkedFinding): string {
  return byModel
    ? "no analyser covers it: a model claimed it when that commit was reviewed"
    : "the analysers do not report it there any more";
}
