import { z } from "zod";
import { SEVERITIES } from "./severities.ts";

export { severityRank } from "./severities.ts";

export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** A weakness by MITRE's number: written `CWE-89`, `cwe-089` or `CWE-00089`, kept as `CWE-89`. */
export const Cwe = z
  .string()
  .regex(/^cwe-0*[1-9]\d{0,4}$/i, "not a CWE number such as CWE-89")
  .transform((text) => `CWE-${Number(text.slice(4))}`);
export type Cwe = string;

/** `CWE-89` → `cwe-089`: the form of SARIF tags and folder names. */
export function cweTag(cwe: Cwe): string {
  return `cwe-${cwe.slice(4).padStart(3, "0")}`;
}
