import type { Secret } from "./analysis.ts";
import type { Defect } from "./finding.ts";
import type { FileReading } from "./read-file.ts";
import { overlaps } from "./text.ts";
import { sameFamily } from "./weakness-family.ts";

export const SECRET_WEAKNESS = "CWE-798";

/** What a person must do; no patch can take a published secret back. */
export const SECRET_ADVICE =
  "Revoke it where it was issued: whoever can read this repository, or its history, has it. Then read the new one from the environment or a secret store. Deleting the line is not enough.";

/** Secrets that the change brings, as defects of their own; those that a rule already reports are left to the rule. */
export function secretDefects(reading: FileReading): Defect[] {
  const { file, secrets, alerts } = reading;
  return secrets
    .filter((secret) => file.changedLines.some((range) => overlaps(range, secret.span)))
    .filter((secret) => !alerts.some((alert) => overlaps(alert.span, secret.span) && sameFamily(alert.weakness, SECRET_WEAKNESS)))
    .map((secret) => defectOf(secret, file.head));
}

function defectOf({ kind, span }: Secret, text: string): Defect {
  const words = kind.replaceAll("-", " ");
  return {
    weakness: SECRET_WEAKNESS,
    severity: "high",
    confidence: 0.9,
    title: `A secret stands in the code: ${words}`,
    reason: `The value looks like a real secret (${words}). It is not shown here and was not sent to any model.`,
    span,
    quote: text.slice(span.start, span.end),
    sink: `secret:${kind}`,
    claimedBy: [{ kind: "rule", id: `secret-${kind}` }],
  };
}
