import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Claim, Claims } from "../../core/claim.ts";
import { UserError } from "../../core/errors.ts";
import type { Severity } from "../../core/weakness.ts";
import { sarifPath } from "./sarif-path.ts";
import { SarifLog, SarifResult, SarifRule, SarifRun } from "./sarif-schema.ts";
import { sarifWeaknesses } from "./sarif-weakness.ts";

const MOST_BYTES = 25_000_000;
const MOST_RESULTS = 20_000;
const MOST_RUNS = 50;
const MOST_RULES = 20_000;
const MOST_TITLE = 140;
const MOST_REASON = 800;
const MOST_NAME = 120;
const MOST_SNIPPET = 4000;

/** Results of other analysers from SARIF files; `root` is the repository's folder, where there is one. @throws UserError when a file is none. */
export async function readSarifFiles(files: readonly string[], root: string | undefined): Promise<Claims> {
  const read = await Promise.all(
    files.map(async (file) => {
      const size = await stat(file).then(
        (facts) => facts.size,
        (error: unknown) => {
          throw new UserError(`${file}: no such file, or no right to read it`, { cause: error });
        },
      );
      if (size > MOST_BYTES) throw new UserError(`${file}: larger than ${MOST_BYTES / 1_000_000} MB`);
      return readSarif(await readFile(file, "utf8"), { name: basename(file), root });
    }),
  );
  return { claims: read.flatMap(({ claims }) => claims), notes: read.flatMap(({ notes }) => notes) };
}

/** The claims of one SARIF text. What can't be used is counted in a note; only a text that is no SARIF at all is refused. */
export function readSarif(text: string, { name, root }: { name: string; root?: string | undefined }): Claims {
  const runs = runsOf(text, name);
  const left = new Map<string, number>();
  const leave = (why: string, amount = 1) => void left.set(why, (left.get(why) ?? 0) + amount);
  const claims: Claim[] = [];
  for (const run of runs) {
    const results = run.results ?? [];
    if (claims.length + results.length > MOST_RESULTS)
      leave(`over ${MOST_RESULTS} in one file`, claims.length + results.length - MOST_RESULTS);
    const ruleOf = openRules(run);
    for (const raw of results.slice(0, Math.max(0, MOST_RESULTS - claims.length))) {
      const claim = claimOf(raw, run, ruleOf, root);
      if (typeof claim === "string") leave(claim);
      else claims.push(claim);
    }
  }
  const notes = [...left].map(
    ([why, amount]) => `${name}: ${amount} ${amount === 1 ? "result" : "results"} left out: ${why}`,
  );
  return { claims, notes };
}

function runsOf(text: string, name: string): SarifRun[] {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new UserError(`${name}: not valid JSON`);
  }
  const log = SarifLog.safeParse(content);
  if (!log.success) throw new UserError(`${name}: not SARIF 2.1.0`);
  return log.data.runs.slice(0, MOST_RUNS).flatMap((run) => SarifRun.safeParse(run).data ?? []);
}

type RuleOf = (result: SarifResult) => SarifRule | undefined;

function openRules({ tool }: SarifRun): RuleOf {
  const parsed = [tool.driver, ...(tool.extensions ?? [])].map(({ rules }) =>
    (rules ?? []).slice(0, MOST_RULES).map((rule) => SarifRule.safeParse(rule).data),
  );
  const byId = new Map(parsed.flat().flatMap((rule) => (rule?.id ? [[rule.id, rule] as const] : [])));
  return ({ ruleId, rule, ruleIndex }) =>
    byId.get(ruleId ?? rule?.id ?? "") ?? parsed[0]?.[ruleIndex ?? rule?.index ?? -1];
}

/** A claim, or why there is none, in words for people. */
function claimOf(raw: unknown, run: SarifRun, ruleOf: RuleOf, root: string | undefined): Claim | string {
  const { data: result } = SarifResult.safeParse(raw);
  if (!result) return "not understood";
  if ((result.kind ?? "fail") !== "fail" || result.level === "none") return "no weakness by their own words";
  if (result.baselineState === "absent") return "fixed by their own words";
  if (result.suppressions?.some(({ status }) => (status ?? "accepted") === "accepted"))
    return "suppressed in their tool";
  const rule = ruleOf(result);
  const [weakness, ...others] = sarifWeaknesses(result, rule);
  if (weakness === undefined) return "no CWE says what kind of weakness it is";
  const { artifactLocation, region } = result.locations?.[0]?.physicalLocation ?? {};
  const path = artifactLocation ? sarifPath(artifactLocation, run, root) : undefined;
  if (path === undefined) return "their file is outside the repository, or not named";
  if (!region?.startLine) return "no line is named";
  const message = messageOf(result, rule);
  const snippet = region.snippet?.text;
  return {
    tool: oneLine(run.tool.driver.name ?? "unnamed tool", MOST_NAME),
    id: oneLine(result.ruleId ?? result.rule?.id ?? rule?.id ?? "unnamed rule", MOST_NAME),
    weaknesses: [weakness, ...others],
    severity: severityOf(result, rule),
    confidence: CONFIDENCE[textOf(rule?.properties?.["precision"])] ?? 0.6,
    title: titleOf(message),
    reason: oneLine(message, MOST_REASON),
    path,
    place: {
      startLine: region.startLine,
      endLine: Math.max(region.startLine, region.endLine ?? region.startLine),
      ...(region.startColumn ? { startColumn: region.startColumn } : {}),
      ...(region.endColumn ? { endColumn: region.endColumn } : {}),
      ...(snippet && snippet.length <= MOST_SNIPPET ? { snippet } : {}),
    },
  };
}

const CONFIDENCE: Readonly<Record<string, number>> = { "very-high": 0.85, high: 0.8, medium: 0.6, low: 0.4 };
const BY_LEVEL: Readonly<Record<string, Severity>> = { error: "high", warning: "medium", note: "low" };

/** GitHub's bands of `security-severity` where the rule has one, else the level. */
function severityOf(result: SarifResult, rule: SarifRule | undefined): Severity {
  const score = Number(result.properties?.["security-severity"] ?? rule?.properties?.["security-severity"] ?? NaN);
  if (score > 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  if (score > 0) return "low";
  return BY_LEVEL[result.level ?? rule?.defaultConfiguration?.level ?? "warning"] ?? "medium";
}

/** Placeholders filled, and links of messages (`[name](1)`) as their words. */
function messageOf({ message }: SarifResult, rule: SarifRule | undefined): string {
  const template =
    message?.text ?? rule?.messageStrings?.[message?.id ?? ""]?.text ?? rule?.shortDescription?.text ?? "";
  const given = message?.arguments ?? [];
  const filled = template
    .slice(0, 4000)
    .replace(/\{(\d{1,2})\}/g, (whole, index) => given[Number(index)]?.slice(0, 200) ?? whole);
  const words = filled.replace(/\[([^[\]]{1,300})\]\([^()]{0,300}\)/g, "$1");
  return words.trim() === "" ? "Reported without words." : words;
}

function titleOf(message: string): string {
  const first = /^.*?[.!?](?=\s|$)/s.exec(message.slice(0, 1000))?.[0] ?? message;
  return oneLine(first, MOST_TITLE).replace(/\.$/, "");
}

function oneLine(text: string, most: number): string {
  const line = text
    .slice(0, most * 4)
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
