import type { ChangedFile } from "./change.ts";
import type { Defect } from "./finding.ts";
import { linesOf } from "./text.ts";
import { Cwe } from "./weakness.ts";
import { sameFamily } from "./weakness-family.ts";

/** A finding that is not reported because the code said so before this change. */
export type Suppressed = { id: string; path: string; weakness: string; reason: string };

/** `reflexgen-ignore CWE-089: reason`, in a comment on the line of the finding or the one above it. */
const MARKER = /\breflexgen-ignore\s+(CWE-\d{1,5})\s*:\s*(\S[^\n]{0,200})/i;

/** Why a defect is not to be reported: a marker beside it that stands at the base too. One that the change itself brings is not heard. */
export function suppressionOf(
  defect: Pick<Defect, "weakness" | "span">,
  file: Pick<ChangedFile, "head" | "base">,
): string | undefined {
  if (file.base === undefined || !file.base.includes("reflexgen-ignore")) return undefined;
  const lines = linesOf(file.head);
  const baseLines = new Set(linesOf(file.base).map((line) => line.trim()));
  for (const line of [lines[defect.span.startLine - 1], lines[defect.span.startLine - 2]]) {
    const [, weakness = "", reason = ""] = MARKER.exec(line ?? "") ?? [];
    if (weakness && baseLines.has((line ?? "").trim()) && sameFamily(Cwe.parse(weakness), defect.weakness))
      return reason.trim();
  }
  return undefined;
}
