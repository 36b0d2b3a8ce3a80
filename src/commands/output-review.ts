import type { Analysis, RuleSummary } from "../core/analysis.ts";
import { languageOf } from "../core/language.ts";
import type { Redactor } from "../core/redaction.ts";
import type { Progress } from "../core/review-deps.ts";
import type { Review } from "../core/review.ts";
import { renderJson } from "../report/json.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { renderSarif, type SarifOptions } from "../report/sarif.ts";
import { renderTerminal } from "../report/terminal.ts";
import type { Format } from "./formats.ts";

export type OutputOptions = {
  format: Format;
  /** Also write SARIF to this file. */
  sarifFile?: string | undefined;
  explain: boolean;
  /** As a person would type it; absent where fixes can't be written. */
  applyWith?: string | undefined;
};

/** The person's terminal, or the pipe. `say` speaks beside the result (standard error), `write` is the result. */
export type Output = {
  width: number;
  colour: boolean;
  toolVersion: string;
  say: (text: string) => void;
  write(text: string): Promise<void>;
  writeFile(path: string, text: string): Promise<void>;
  startProgress(): void;
  progress: (progress: Progress) => void;
  stopProgress(): void;
};

/** Renders a review in the asked form. Secrets of the reviewed code are replaced on the way out. */
export async function outputReview(
  review: Review,
  sourceOf: (path: string) => string | undefined,
  redactor: Redactor,
  options: OutputOptions,
  { analysis, output }: { analysis: Analysis; output: Output },
): Promise<void> {
  const { scrub } = redactor;
  const shared = { sourceOf, scrub, version: output.toolVersion, rules: await rulesOf(review, analysis) };
  await output.write(render(review, options, shared, output));
  if (options.sarifFile !== undefined) await output.writeFile(options.sarifFile, renderSarif(review, shared));
}

/** The rules of the languages in which something was found; the others describe nothing. */
async function rulesOf(review: Review, analysis: Analysis): Promise<readonly RuleSummary[]> {
  const languages = [...new Set(review.findings.map((finding) => languageOf(finding.path)))];
  return languages.length === 0 ? [] : analysis.rules(languages);
}

function render(review: Review, options: OutputOptions, shared: SarifOptions, output: Output): string {
  const { format, explain, applyWith } = options;
  if (format === "json") return renderJson(review, { ...shared, explain });
  if (format === "sarif") return renderSarif(review, shared);
  if (format === "markdown") return renderMarkdown(review, shared);
  const { width, colour } = output;
  return renderTerminal(review, {
    ...shared,
    width,
    colour,
    explain,
    ...(applyWith === undefined ? {} : { applyWith }),
  });
}
