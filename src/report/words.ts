import type { RuleSummary } from "../core/analysis.ts";
import { markedFinding, type Mark, type MarkedFinding } from "../core/mark.ts";
import type { Finding } from "../core/finding.ts";
import type { Command } from "../core/pull/answer/command.ts";
import type { LedgerRow, Words } from "../core/words.ts";
import { checkAnnotations } from "./annotations.ts";
import { checkReport, checkWithoutReview } from "./check-report.ts";
import { clipMarkdown } from "./clip-markdown.ts";
import { cleared, isTicked } from "./apply-box.ts";
import { applyBlocks } from "./apply-words.ts";
import { commitMessage } from "./commit-message.ts";
import { findingBlocks } from "./finding-blocks.ts";
import { fitBlocks, type Block } from "./fit-blocks.ts";
import { openFirst } from "./ledger-words.ts";
import { mailPatch } from "./mail-patch.ts";
import { openMarker, type MarkerOptions } from "./marker.ts";
import { noticeBlocks } from "./notice.ts";
import { replyBlocks } from "./reply.ts";
import { reviewBlocks } from "./review-body.ts";
import { openSpeech, shortSha } from "./speech.ts";
import { summaryBlocks } from "./summary.ts";

export type WordsOptions = MarkerOptions & {
  /** The guard against secrets in what is written. */
  scrub?: (text: string, path?: string) => string;
  /** All loaded rules, for their references. */
  rules?: readonly RuleSummary[];
  /** Commands that do something here and now; others are not spoken of. `apply` only where the App may commit. */
  commands?: Iterable<Command["name"]>;
};

/** GitHub counts characters; by bytes no way of counting passes it. */
const MOST_BYTES = 65_536;
/** What a mark may take of it, compressed; and before that, so that trying is cheap. */
const MOST_MARK_BYTES = 30_000;
const MOST_MARK_CHARACTERS = 300_000;
const LATE = "Said late: an earlier review passed this code without finding it.";
const FIXED = /^\*\*Fixed in `[0-9a-f]{7}`\.\*\*\n\n/;

/** Our words on one pull request, signed for it. */
export function openWords({ ref, secrets, scrub = (text) => text, rules = [], commands = [] }: WordsOptions): Words {
  const marker = openMarker({ ref, secrets });
  const speech = openSpeech({ scrub, rules, commands: new Set(commands) });
  const signed = (text: string, mark: Mark) => `${text}\n\n${marker.line(text, mark)}`;
  const remember = (finding: Finding) => markedFinding(finding, scrub);
  /** The blocks that fit above the first of these marks that leaves them room: marks get smaller to the last. */
  const write = (blocks: readonly Block[], marks: Iterable<Mark>, rest = "The rest did not fit here.") => {
    for (const mark of marks) {
      if (JSON.stringify(mark).length > MOST_MARK_CHARACTERS) continue;
      const markBytes = Buffer.byteLength(marker.line("", mark));
      if (markBytes <= MOST_MARK_BYTES)
        return signed(
          fitBlocks(blocks, MOST_BYTES - markBytes - 2, () => rest),
          mark,
        );
    }
    throw new RangeError("no mark is short enough");
  };

  return {
    lineComment(placed, { headSha, late = false }) {
      const marked = placed.findings.slice(0, 20).map(remember);
      const blocks = findingBlocks(placed, speech);
      const button = placed.placement.kind === "suggestion" ? { button: true as const } : {};
      const about = { kind: "finding", headSha, ...button } as const;
      return write(late ? blocks.toSpliced(1, 0, [LATE]) : blocks, [
        { ...about, findings: marked },
        { ...about, findings: marked.map(withoutHunks) },
        { ...about, findings: marked.slice(0, 1).map(withoutHunks) },
      ]);
    },
    reviewBody(about) {
      const ids = about.posted.flatMap(({ findings }) => findings.map(({ id }) => id));
      const { headSha } = about;
      return write(
        reviewBlocks(about, speech),
        [{ kind: "review", headSha, findings: ids.slice(0, 1000) }],
        "More findings did not fit here: the summary and the check name them all.",
      );
    },
    summary(about) {
      const { headSha, rows } = about;
      return write(summaryBlocks(about, speech), summaryMarks(headSha, openFirst(rows)));
    },
    check: (about) => checkReport(about, speech),
    annotations: (findings) => checkAnnotations(findings, speech),
    checkWithout: (about) => checkWithoutReview(about, speech),
    reply(reply, to, digest) {
      const decision = "decision" in reply ? { decision: reply.decision } : {};
      const once = digest === undefined ? {} : { digest };
      return write(replyBlocks(reply, speech), [{ kind: "reply", to, says: reply.kind, ...decision, ...once }]);
    },
    applyNotice: (reply, digest) => write(applyBlocks(reply, speech), [{ kind: "notice", about: reply.kind, digest }]),
    isTicked,
    cleared,
    notice: ({ about, digest, problem }) => write(noticeBlocks(problem, speech), [{ kind: "notice", about, digest }]),
    commitMessage,
    mailPatch: (patch) => mailPatch(patch, (line, path) => scrub(line, path) === line),
    fixed(body, commitSha) {
      const read = marker.read(body);
      if (!read) return undefined;
      const text = `**Fixed in ${shortSha(commitSha)}.**\n\n${read.text.replace(FIXED, "")}`;
      return signed(clipMarkdown(text, MOST_BYTES - Buffer.byteLength(marker.line("", read.mark)) - 2), read.mark);
    },
    readMark: (body) => marker.read(body)?.mark,
  };
}

/** A finding whose repair's bytes are left out for want of room: it can't be applied by a command then. */
function withoutHunks({ fix, ...finding }: MarkedFinding): MarkedFinding {
  if (!fix) return finding;
  const { hunks: _, ...rest } = fix;
  return { ...finding, fix: rest };
}

const MOST_STATES = [1000, 300, 100, 30, 10, 1];

/** All states, then with repairs' bytes left out, then fewer and fewer, open ones first: what is not remembered is open. */
function* summaryMarks(headSha: string, rows: readonly LedgerRow[]): Generator<Mark> {
  const states = (keep: (finding: MarkedFinding) => MarkedFinding, most: number): Mark => ({
    kind: "summary",
    headSha,
    findings: rows.slice(0, most).map(({ finding, state, fixedIn, said }) => ({
      id: finding.id,
      state,
      ...(fixedIn ? { fixedIn } : {}),
      ...(said === "list" ? { about: keep(finding) } : {}),
    })),
  });
  yield states((finding) => finding, 1000);
  for (const most of MOST_STATES) yield states(withoutHunks, most);
}
