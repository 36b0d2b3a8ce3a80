import type { FileDiff } from "../../demo/github/git/diff.ts";
import { readHunks } from "../../demo/github/git/hunks.ts";
import { placeAnchor } from "../../demo/github/pulls/anchor.ts";
import { replaceLines } from "../../demo/github/pulls/replace-lines.ts";
import { readSuggestions } from "../../demo/github/pulls/suggestion.ts";
import type { Finding } from "../../src/core/finding.ts";
import { linesOfAnchor, type PlacedFindings, type Placement } from "../../src/core/placement.ts";
import { linesOf, overlaps, type LineRange } from "../../src/core/text.ts";
import type { Words } from "../../src/core/words.ts";
import type { PlacementCase } from "./cases.ts";
import type { PlacedCase, PlacedFile } from "./place-case.ts";

type Said = Exclude<Placement, { kind: "outside" }>;

/**
 * Everything that is wrong with what would be posted, by judges that share no code with placement: the strict GitHub's validator of anchors,
 * its reader of comments, its writer of suggestions, and git's diff. Empty when all is right.
 */
export function faultsOf(
  one: PlacementCase,
  row: FileDiff | undefined,
  placed: PlacedCase,
  words: Pick<Words, "lineComment">,
): string[] {
  if ("skipped" in placed) return [];
  const faults = placed.placed.flatMap((each) => {
    const { placement } = each;
    if (placement.kind === "outside") return [];
    return [...anchorFaults(placement, each.findings, row), ...buttonFaults(one, placement, each, placed, words)];
  });
  const ids = placed.placed.flatMap(({ findings }) => findings.map(({ id }) => id));
  if (ids.toSorted().join() !== placed.findings.map(({ id }) => id).join())
    faults.push("a finding is lost or said twice");
  return [...faults, ...meetings(placed.placed)];
}

/** GitHub would refuse it, or it stands at lines that it is not about. */
function anchorFaults(placement: Said, findings: readonly Finding[], row: FileDiff | undefined): string[] {
  const { line, side, startLine } = placement;
  if (!row) return ["it is placed in a file that is not in the diff"];
  if (startLine !== undefined && startLine >= line) return ["a first line that is no earlier one"];
  const anchor = { path: row.path, side, line, startLine, startSide: startLine === undefined ? undefined : side };
  const checked = placeAnchor([row], anchor);
  if ("faults" in checked) return [`GitHub refuses: ${checked.faults.join()}`];
  if (side === "LEFT") {
    const red = readHunks(row.patch ?? "")
      .flatMap((hunk) => hunk.lines)
      .filter(({ text, oldLine = 0 }) => text.startsWith("-") && (startLine ?? line) <= oldLine && oldLine <= line);
    return red.length === line - (startLine ?? line) + 1 ? [] : ["lines on the left that are not removed ones"];
  }
  const isAbout =
    placement.kind === "suggestion" || findings.some(({ span }) => overlaps(span, linesOfAnchor(placement)));
  const isOwnButton = placement.kind === "comment" && placement.noButton !== undefined;
  return isAbout || isOwnButton ? [] : ["a comment at lines that its findings do not stand at"];
}

/** The pressed button gives another file than the repairs do, or changes nothing. */
function buttonFaults(
  one: PlacementCase,
  placement: Said,
  { findings, placement: original }: PlacedFindings,
  { findings: given }: PlacedFile,
  words: Pick<Words, "lineComment">,
): string[] {
  if (placement.kind !== "suggestion") return [];
  const body = words.lineComment({ findings, placement: original }, { headSha: "a".repeat(40) });
  const blocks = readSuggestions(body);
  const [lines] = blocks;
  if (blocks.length !== 1 || !lines) return [`${blocks.length} suggestions in one comment`];
  const head = one.head?.bytes ?? Buffer.alloc(0);
  const pressed = replaceLines(head, [{ ...linesOfAnchor(placement), lines }]);
  const wanted = intended(
    one,
    findings.map(({ id }) => given.findIndex((own) => own.id === id)),
    given,
  );
  return [
    ...(pressed.equals(head) ? ["a button that changes nothing"] : []),
    ...(wanted !== undefined && !pressed.equals(Buffer.from(wanted)) ? ["a button that writes other bytes"] : []),
  ];
}

/** The head with these repairs. Two of the same lines have no text that anybody but us could name: then undefined. */
export function intended(
  { head, repaired }: PlacementCase,
  indexes: readonly number[],
  given: readonly Finding[],
): string | undefined {
  const texts = [...new Set(indexes.map((index) => repaired[index] ?? ""))];
  if (texts.length <= 1) return texts[0];
  const all = indexes.flatMap((index) => given[index]?.fix?.patch.hunks ?? []);
  const hunks = [...new Map(all.map((hunk) => [JSON.stringify([hunk.lines, hunk.after]), hunk])).values()].toSorted(
    (a, b) => b.lines.startLine - a.lines.startLine || b.lines.endLine - a.lines.endLine,
  );
  const isApart = hunks.every(({ lines }, index) => {
    const behind = hunks[index - 1]?.lines;
    return (
      !behind ||
      (lines.endLine < behind.startLine && !(isEmpty(lines) && isEmpty(behind) && lines.startLine === behind.startLine))
    );
  });
  if (!isApart) return undefined;
  const lines = linesOf(head?.bytes.toString() ?? "");
  for (const { lines: range, after } of hunks)
    lines.splice(range.startLine - 1, range.endLine - range.startLine + 1, after);
  return lines.join("");
}

const isEmpty = ({ startLine, endLine }: LineRange): boolean => endLine < startLine;

/** Buttons that can't both be pressed: the second would be outdated, or was not checked beside the first. */
function meetings(placed: readonly PlacedFindings[]): string[] {
  const taken = placed.flatMap(({ placement }) => (placement.kind === "suggestion" ? [linesOfAnchor(placement)] : []));
  return taken.flatMap((lines, index) =>
    taken
      .slice(index + 1)
      .some((other) => overlaps({ startLine: other.startLine - 1, endLine: other.endLine + 1 }, lines))
      ? ["two buttons that meet"]
      : [],
  );
}
