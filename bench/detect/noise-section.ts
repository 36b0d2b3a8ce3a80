import type { Judgement } from "./noise-judged.ts";
import type { Noise, NoiseFinding } from "./noise-scan.ts";
import { percent } from "./tally.ts";

const PRECISION = 0.8;
const A_TEN_THOUSAND_LINES = 10_000;
const MOST_PER_TEN_THOUSAND = 1;

/** The section on noise: what a person sees in code that is not weak as a rule, and how much of it a reader found right. */
export function noiseSection(
  noise: readonly Noise[],
  verdictOn: (finding: NoiseFinding) => Judgement | undefined,
  day: string,
): string {
  const all = noise.flatMap(({ findings }) => findings);
  const lines = noise.reduce((total, each) => total + each.lines, 0);
  const count = (findings: readonly NoiseFinding[], verdict: Judgement["verdict"]) =>
    findings.filter((finding) => verdictOn(finding)?.verdict === verdict).length;
  const unread = all.filter((finding) => !verdictOn(finding)).length;
  const [right, debatable] = [count(all, "true"), count(all, "debatable")];
  const rate = (A_TEN_THOUSAND_LINES * all.length) / Math.max(lines, 1);
  const verdict = (met: boolean) => (met ? "Goal met" : "**Goal missed**");
  const rows = noise.map(({ package: name, files, lines: own, findings }) => [
    name,
    String(files),
    String(own),
    String(findings.length),
    String(count(findings, "true")),
    String(count(findings, "debatable")),
    String(count(findings, "false")),
  ]);
  const table = [
    ["package", "files", "lines", "default findings", "right", "debatable", "wrong"],
    ["---", "---", "---", "---", "---", "---", "---"],
    ...rows,
  ].map((cells) => `| ${cells.join(" | ")} |`);
  const wrong = all.flatMap((finding) => {
    const judgement = verdictOn(finding);
    return judgement && judgement.verdict !== "true" ? [{ ...finding, ...judgement }] : [];
  });
  return [
    "## Noise",
    "",
    `Written by \`npm run bench:noise\` on ${day}: \`scan\` without a model over well-known packages of this machine's node_modules and of Debian's Python packages, tests and bundled copies of other packages included. One of us read every default finding in its file; the verdicts and their reasons stand in bench/detect/noise-judged.json, by the text of the line. The rules were mended after a first reading of some of these packages, so this is no blind figure.`,
    "",
    ...table,
    "",
    `- ${verdict(right / Math.max(all.length, 1) >= PRECISION)}: right at least ${percent(PRECISION, 1)}. Found: ${percent(right, all.length)} (${right} of ${all.length}); ${percent(right + debatable, all.length)} with the debatable ones.`,
    `- ${verdict(rate <= MOST_PER_TEN_THOUSAND)}: at most ${MOST_PER_TEN_THOUSAND} default finding per 10,000 lines. Found: ${rate.toFixed(2)} in ${lines} lines.`,
    ...(unread > 0 ? [`- Not judged yet: ${unread}.`] : []),
    "",
    "Wrong or debatable, and why:",
    "",
    ...wrong.map(
      ({ package: name, path, rule, verdict: said, reason }) => `- ${said}: ${rule} in ${name}, ${path}: ${reason}`,
    ),
  ].join("\n");
}
