import type { RuleSummary } from "../../src/core/analysis.ts";
import type { RuleRecord } from "./rule-records.ts";
import { percent } from "./tally.ts";

const PRECISION = 0.9;
/** With fewer labelled findings the figure says little. */
const ENOUGH = 8;

/** docs/rules-measured.md: how often each rule was right on labelled code, and what tier it has. */
export function ruleTable(records: readonly RuleRecord[], rules: readonly RuleSummary[], day: string): string {
  const tiers = new Map(rules.map(({ id, tier }) => [id, tier]));
  const total = ({ right, wrong }: RuleRecord) => right + wrong;
  const rate = (record: RuleRecord) => record.right / Math.max(total(record), 1);
  const known = records.filter((record) => tiers.has(record.rule) && total(record) > 0);
  const speaking = known.filter(({ rule }) => tiers.get(rule) === "speaks");
  const below = speaking.filter((record) => total(record) >= ENOUGH && rate(record) < PRECISION);
  const [right, all] = speaking.reduce(([a, b], each) => [a + each.right, b + total(each)], [0, 0]);
  const measured = new Set(known.map(({ rule }) => rule));
  const unmeasured = rules.filter(({ id }) => !measured.has(id));
  const list = (ids: readonly string[]) => (ids.length > 0 ? ids.toSorted().join(", ") : "none");
  return [
    "# Rules, measured",
    "",
    `Written by \`npm run bench:detect\` on ${day} from the labelled sets of [benchmarks.md](benchmarks.md), by \`scan --all\`. The rules were written and mended with this half of the data at hand, so these are figures in sample. Right: on a weak text, near its label where lines are labelled. Wrong: on repaired or clean code, or away from every label, with the weakness that the row is about, or with any where the row is only clean. Beside: what the labels say nothing of. Many files label the place where a value is used and a rule reports where it is made unsafe; such findings count as wrong here.`,
    "",
    `Rules that speak are right in ${percent(right, all)} of ${all} findings. A rule speaks at ${percent(PRECISION, 1)} or more; where there are fewer than ${ENOUGH} findings, a reading of real packages and the sharpness of its idea decided instead.`,
    "",
    `Rules that speak below that, with at least ${ENOUGH} findings, and are to be mended or made hints (some are marked down by one file with many variants of one place, or by a label at another place): ${list(below.map(({ rule }) => rule))}.`,
    "",
    "| rule | tier | right | wrong | precision | beside |",
    "| --- | --- | --- | --- | --- | --- |",
    ...known.map(
      (record) =>
        `| ${record.rule} | ${tiers.get(record.rule)} | ${record.right} | ${record.wrong} | ${percent(record.right, total(record))} | ${record.beside} |`,
    ),
    "",
    `No labelled finding (n = 0), and they speak: ${list(unmeasured.filter(({ tier }) => tier === "speaks").map(({ id }) => id))}.`,
    "",
    `No labelled finding, and they hint: ${list(unmeasured.filter(({ tier }) => tier === "hints").map(({ id }) => id))}.`,
    "",
  ].join("\n");
}
