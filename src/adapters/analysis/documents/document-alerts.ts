import type { Alert, Source } from "../../../core/analysis.ts";
import { lineStarts, spanOf } from "../../../core/text.ts";
import type { DocumentRule } from "./document-rule.ts";
import { documentFoldersOf, type DocumentFolder } from "./document-folders.ts";
import type { DocumentRules } from "./load-document-rules.ts";
import type { Found } from "./finder.ts";

/** One rule reports at most so many places of a file: past that the file is generated, or an attack on the reader. */
const MAX_ALERTS = 200;

/**
 * What the rules for documents report of a source, by position: hidden characters in any text, and the weaknesses of
 * workflows and Dockerfiles. Finders are loaded when a source of their kind is first seen.
 *
 * @returns undefined where no rule had anything to look at.
 */
export async function documentAlertsOf(
  source: Source,
  rules: DocumentRules,
  tier: "speaks" | "all",
): Promise<Alert[] | undefined> {
  let alerts: Alert[] | undefined;
  let starts: number[] | undefined;
  for (const folder of documentFoldersOf(source.language)) {
    const find = await openDocument(folder, source);
    if (!find) continue;
    alerts ??= [];
    for (const rule of rules.in(folder)) {
      if (tier === "speaks" && rule.tier !== "speaks") continue;
      for (const found of find(rule.find).slice(0, MAX_ALERTS))
        alerts.push(alertOf(rule, found, source.text, (starts ??= lineStarts(source.text))));
    }
  }
  return alerts?.toSorted((a, b) => a.span.start - b.span.start);
}

type Find = (finder: string) => Found[];

/** Undefined where the source is no document of this folder, so that none of its rules can match. */
async function openDocument(folder: DocumentFolder, source: Source): Promise<Find | undefined> {
  if (folder === "text") {
    const { mayHideText } = await import("./hidden/may-hide-text.ts");
    if (!mayHideText(source.text)) return undefined;
    const { openHiddenText } = await import("./hidden/hidden-text.ts");
    return openHiddenText(source);
  }
  if (folder === "dockerfile") return (await import("./dockerfile/dockerfile-finders.ts")).openDockerfile(source.text);
  const { mayBeWorkflow } = await import("./workflow/may-be-workflow.ts");
  if (!mayBeWorkflow(source.text)) return undefined;
  return (await import("./workflow/workflow-finders.ts")).openWorkflow(source.text);
}

function alertOf(rule: DocumentRule, found: Found, text: string, starts: readonly number[]): Alert {
  const { id: ruleId, weakness, severity, tier, message, fix } = rule;
  const { start, end, sink, edits } = found;
  return {
    ruleId,
    weakness,
    severity,
    tier,
    message,
    sink,
    span: spanOf(text, start, end, starts),
    quote: text.slice(start, end),
    fixes: fix !== undefined && edits ? [{ title: fix, edits }] : [],
  };
}
