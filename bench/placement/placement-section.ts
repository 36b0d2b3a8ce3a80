import { renderSection } from "../section.ts";
import { KINDS, type Kind } from "./kinds.ts";
import type { PlacementTotals } from "./measure.ts";
import type { Posted } from "./post-on-github.ts";

/** Cases of a row that its goal asks for. */
const WANTED: Record<Kind, number> = {
  D1: 100_000,
  D2: 10_000,
  D3: 5000,
  D4: 5000,
  D5: 5000,
  D6: 20_000,
  D9: 5000,
  left: 2000,
};

type Measured = { totals: PlacementTotals; posted: readonly Posted[]; seed: number; seconds: number; day: string };

/** What was measured, as a section of docs/benchmarks.md. */
export function placementSection({ totals, posted, seed, seconds, day }: Measured): string {
  const count = (number: number): string => number.toLocaleString("en-US");
  const sum = (of: (one: Posted) => number): number => posted.reduce((all, one) => all + of(one), 0);
  const kinds = Object.keys(KINDS) as Kind[];
  const [comments, refused, wrong] = [sum((one) => one.comments), sum((one) => one.refused), sum((one) => one.wrong)];
  return renderSection({
    title: "Placement, held against git",
    method: `Generated pairs of a file before and after a change, with one or two repairs of the second and findings anywhere in it (fast-check, seed ${seed}; ${count(totals.cases)} cases in ${seconds.toFixed(0)} s on ${day}, 2,000 cases a \`git fast-import\`). Judges that share no code with placement: git's own diff with three lines around, and the strict GitHub's validator of anchors, reader of comments and writer of suggestions. Wrong is an anchor outside of one hunk or at lines that the finding does not stand at, a pressed button that gives other bytes than the repair, two buttons that meet, a finding that is lost. ${count(totals.findings)} findings: ${count(totals.suggestions)} buttons (${count(totals.joined)} repair two findings), ${count(totals.comments)} comments, ${count(totals.left)} of them at removed lines, ${count(totals.outside)} outside of the diff; ${count(totals.skipped)} files with nothing to read (deleted, binary, unchanged).`,
    columns: ["row", "cases", "of what", "wrong"],
    rows: kinds.map((kind) => {
      const { cases, wrong: faulty } = totals.kinds[kind];
      return [kind === "left" ? "–" : kind, count(cases), KINDS[kind], String(faulty)];
    }),
    goals: [
      ...kinds.map((kind) => ({
        text: `${kind === "left" ? "removed lines" : kind}: 0 of ${count(WANTED[kind])} wrong`,
        found: `${totals.kinds[kind].wrong} of ${count(totals.kinds[kind].cases)}`,
        met: totals.kinds[kind].wrong > 0 ? false : totals.kinds[kind].cases >= WANTED[kind] || undefined,
      })),
      {
        text: "posted to the strict GitHub as the App does, and every button pressed in one commit: nothing refused, no byte wrong",
        found: `${refused} of ${count(comments)} comments in ${posted.length} pull requests refused, ${wrong} files wrong after ${count(sum((one) => one.pressed))} buttons`,
        met: comments === 0 ? undefined : refused + wrong === 0,
      },
    ],
  });
}
