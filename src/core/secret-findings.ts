import type { Secret } from "./analysis.ts";
import type { Defect } from "./finding.ts";
import type { FileReading } from "./read-file.ts";
import type { Account } from "./review-account.ts";
import { suppressionOf } from "./suppression.ts";
import { overlaps } from "./text.ts";
import { sameFamily } from "./weakness-family.ts";

const SECRET_WEAKNESS = "CWE-798";

/** What a person must do; no patch can take a published secret back. */
const SECRET_ADVICE =
  "Revoke it where it was issued: whoever can read this repository, or its history, has it. Then read the new one from the environment or a secret store. Deleting the line is not enough.";

/** What documentation shows: kept from models like any other, but nobody's secret. */
const EXAMPLE = "example";

/** Puts the secrets that the change brings onto the account, and says how many; those that a rule reports too are left to the rule. */
export function findSecrets({ file, secrets, alerts }: FileReading, account: Pick<Account, "find">): number {
  const defects = secrets
    .filter(({ kind }) => kind !== EXAMPLE)
    .filter((secret) => file.changedLines.some((range) => overlaps(range, secret.span)))
    .filter(
      (secret) =>
        !alerts.some((alert) => overlaps(alert.span, secret.span) && sameFamily(alert.weakness, SECRET_WEAKNESS)),
    )
    .map((secret) => defectOf(secret, file.head));
  for (const defect of defects) {
    const about = {
      path: file.path,
      symbol: "",
      origin: "introduced" as const,
      provenance: file.provenance,
      advice: SECRET_ADVICE,
      citations: [],
    };
    account.find({ ...defect, ...about }, suppressionOf(defect, file));
  }
  return defects.length;
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
