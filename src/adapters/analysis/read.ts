import type { Alert, Reading, Source, Wanted } from "../../core/analysis.ts";
import { isOptional, isParsed, type OptionalLanguage, type ParsedLanguage } from "../../core/language.ts";
import type { Engine } from "./engine.ts";
import { hasParser, parse, type SgNode } from "./parse.ts";

/**
 * Everything that is wanted of one source, from one parse.
 *
 * A language without a parser brings secrets and what the rules for documents report, an optional one its outline and
 * diagnostics besides if its parser is installed; other parts are absent.
 */
export async function readSource(source: Source, wanted: Wanted, engine: Engine): Promise<Reading> {
  const { language } = source;
  const reading: Reading = wanted.secrets ? { secrets: await (await import("./secrets.ts")).secretsOf(source) } : {};
  if (isParsed(language)) Object.assign(reading, await readParsed(source, language, wanted, engine));
  else if (isOptional(language)) Object.assign(reading, await readOptional(source, language, wanted));
  const ofDocument = wanted.alerts && (await readDocument(source, wanted.alerts, engine));
  if (ofDocument) reading.alerts = [...(reading.alerts ?? []), ...ofDocument];
  if (wanted.diagnostics && (language === "yaml" || language === "dockerfile")) {
    const diagnostics = await (await import("./documents/document-diagnostics.ts")).documentDiagnosticsOf(source);
    if (diagnostics) reading.diagnostics = diagnostics;
  }
  if (wanted.meaning) {
    const meaning = await (await import("./documents/document-meaning.ts")).documentMeaningOf(source);
    if (meaning) reading.meaning = meaning;
  }
  return reading;
}

/** Undefined where there is nothing to look at, so that most texts load none of it. */
async function readDocument(source: Source, tier: "speaks" | "all", engine: Engine): Promise<Alert[] | undefined> {
  const { mayHideText } = await import("./documents/hidden/may-hide-text.ts");
  const isOwn = source.language === "dockerfile" || source.language === "yaml";
  if (!isOwn && !mayHideText(source.text)) return undefined;
  const { documentAlertsOf } = await import("./documents/document-alerts.ts");
  return documentAlertsOf(source, await engine.documentRules(), tier);
}

/** There are no rules and no facts of an optional language: what rests on them is absent, not empty. */
async function readOptional(source: Source, language: OptionalLanguage, wanted: Wanted): Promise<Reading> {
  if (!(wanted.outline || wanted.diagnostics) || !hasParser(language)) return {};
  const root = parse(language, source.text);
  const reading: Reading = {};
  if (wanted.outline) reading.outline = (await import("./outline/outline.ts")).outlineOf(root, language, source.text);
  if (wanted.diagnostics) reading.diagnostics = (await import("./diagnostics/grammar.ts")).grammarDiagnostics(root);
  return reading;
}

async function readParsed(source: Source, language: ParsedLanguage, wanted: Wanted, engine: Engine): Promise<Reading> {
  const { text } = source;
  let tree: SgNode | undefined;
  const root = (): SgNode => (tree ??= parse(language, text));
  const reading: Reading = {};
  if (wanted.outline) reading.outline = (await import("./outline/outline.ts")).outlineOf(root(), language, text);
  if (wanted.alerts !== undefined) {
    const { alertsOf } = await import("./rules/alerts.ts");
    reading.alerts = alertsOf(root(), source, await engine.rules(), wanted.alerts);
  }
  if (wanted.shapes !== undefined) {
    const { shapesOf } = await import("./rules/shapes.ts");
    reading.shapes = shapesOf(root(), source, await engine.rules(), wanted.shapes);
  }
  if (wanted.facts !== undefined) {
    const { factsOf } = await import("./facts/facts.ts");
    reading.facts = factsOf(root(), language, text, wanted.facts);
  }
  if (wanted.importing !== undefined) {
    const { importEdits } = await import("./outline/import-edits.ts");
    reading.importEdits = importEdits(root(), language, text, wanted.importing);
  }
  if (wanted.rewrite !== undefined) {
    const { rewriteEdits } = await import("./rewrite.ts");
    reading.rewrites = rewriteEdits(root(), language, text, wanted.rewrite);
  }
  if (wanted.diagnostics) {
    const { diagnosticsOf } = await import("./diagnostics/diagnostics.ts");
    reading.diagnostics = await diagnosticsOf(root(), source, language);
  }
  return reading;
}
