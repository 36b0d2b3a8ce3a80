import type { Invocation, Log, Notification, Result } from "sarif";
import type { RuleSummary } from "../core/analysis.ts";
import type { Unread } from "../core/change.ts";
import type { Finding } from "../core/finding.ts";
import type { Review } from "../core/review.ts";
import { checkedOf, isOffered } from "./checked.ts";
import { escapeJson, visibleProse } from "./escape.ts";
import { SARIF_LEVELS, sarifRules, ruleIdOf } from "./sarif-rules.ts";
import { suppressedWords } from "./wording.ts";
import { regionOf, replacementsOf, uriOf } from "./sarif-place.ts";

export type SarifOptions = {
  /** Of this product. */
  version: string;
  /** All loaded rules: those that found something are described by their own words. */
  rules?: readonly RuleSummary[];
  /** The head text of a file of the change; undefined where it can't be had. */
  sourceOf: (path: string) => string | undefined;
  /** The guard against secrets in what is written. */
  scrub?: (text: string, path?: string) => string;
};

/** @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** GitHub takes 25,000 results a run and shows 5,000; notifications need no more. */
const MOST_NOTIFICATIONS = 1000;

/** A review as SARIF 2.1.0, one run. What was not read is in the invocation's notifications. Ends with a newline. */
export function renderSarif(review: Review, options: SarifOptions): string {
  const say = (text: string, path?: string) => messageText(options.scrub ? options.scrub(text, path) : text);
  const rules = sarifRules(review.findings, options.rules ?? [], say);
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "ReflexGen", semanticVersion: options.version, rules } },
        // Ours are UTF-16 columns, and only LF ends a line.
        columnKind: "utf16CodeUnits",
        newlineSequences: ["\r\n", "\n"],
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the reviewed repository." } } },
        invocations: [invocation(review, say)],
        results: review.findings.map((finding) => {
          const ruleId = ruleIdOf(finding);
          const ruleIndex = rules.findIndex(({ id }) => id === ruleId);
          return { ruleId, ruleIndex, ...result(finding, options, say) };
        }),
      },
    ],
  };
  return `${escapeJson(JSON.stringify(log, null, 2))}\n`;
}

type Say = (text: string, path?: string) => string;

function result(finding: Finding, options: SarifOptions, say: Say): Result {
  const { id, path, span, severity, weakness, title, reason, origin, fix, confidence } = finding;
  const source = options.sourceOf(path);
  const replacements = isOffered(fix) && source !== undefined ? replacementsOf(source, fix.patch) : undefined;
  // A fix whose inserted text holds a secret can't be written down, and with a placeholder in it it would break the file.
  const isClean = replacements?.every(({ insertedContent }) => {
    const text = insertedContent?.text ?? "";
    return options.scrub === undefined || options.scrub(text, path) === text;
  });
  return {
    level: SARIF_LEVELS[severity],
    message: { text: say(`${sentence(title)} ${reason}`, path) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path), uriBaseId: "%SRCROOT%" },
          region: regionOf(span, source),
        },
        logicalLocations: [{ fullyQualifiedName: say(finding.symbol) }],
      },
    ],
    partialFingerprints: { "reflexgen/v1": id },
    ...(isOffered(fix) && replacements && isClean
      ? {
          fixes: [
            {
              description: { text: say(`${fix.title} (checked: ${checkedOf(fix).levels.join(", ")})`) },
              artifactChanges: [{ artifactLocation: { uri: uriOf(path), uriBaseId: "%SRCROOT%" }, replacements }],
            },
          ],
        }
      : {}),
    properties: { weakness: say(weakness), severity, confidence, origin, advice: say(finding.advice) },
  };
}

function invocation(review: Review, say: Say): Invocation {
  const nothingRead = review.read.units === 0 && review.unread.some(({ failed }) => failed);
  const left = review.unread.length - MOST_NOTIFICATIONS;
  const notifications: Notification[] = [
    ...review.unread.slice(0, MOST_NOTIFICATIONS).map((unread) => notRead(unread, say)),
    ...(left > 0 ? [{ level: "warning" as const, message: { text: `${left} more places were not read.` } }] : []),
    ...(review.suppressed.length > 0
      ? [{ level: "note" as const, message: { text: say(`Silenced: ${suppressedWords(review.suppressed)}`) } }]
      : []),
    ...review.notes.map((note) => ({ level: "note" as const, message: { text: say(note) } })),
  ];
  return { executionSuccessful: !nothingRead, toolExecutionNotifications: notifications };
}

function notRead({ path, lines, reason, failed }: Unread, say: Say): Notification {
  return {
    level: failed ? "warning" : "note",
    message: { text: say(`Not read: ${reason}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path), uriBaseId: "%SRCROOT%" },
          ...(lines ? { region: { startLine: lines.startLine, endLine: lines.endLine } } : {}),
        },
      },
    ],
  };
}

/**
 * Text for a plain message: `[words](address)` is a link there and `{0}` a placeholder, and viewers make addresses clickable.
 * A word joiner, which is not seen, parts what must not be read so.
 */
function messageText(text: string): string {
  return visibleProse(text).replaceAll("](", "]\u2060(").replaceAll("://", ":\u2060//").replace(/[{}]/g, "$&$&");
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
