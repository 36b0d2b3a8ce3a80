import { openAnchors } from "./anchor-claim.ts";
import type { Claim } from "./claim.ts";
import type { ChangedFile } from "./change.ts";
import type { Defect } from "./finding.ts";
import { overlaps, type LineRange } from "./text.ts";
import { severityRank, type Cwe } from "./weakness.ts";
import { sameFamily } from "./weakness-family.ts";

/** So general that a tool that says one of them may mean any weakness of that line. */
const GENERAL = new Set(["CWE-20", "CWE-74", "CWE-664", "CWE-691", "CWE-693", "CWE-703", "CWE-707", "CWE-710"]);

/** Of one file; each is looked for in all of its lines. */
const MOST_CLAIMS = 500;

/** What others claim of one file, as defects that stand in its code, in its order; `lost` counts those whose code is not there. */
export function claimedDefects(
  file: Pick<ChangedFile, "path" | "head">,
  claims: readonly Claim[],
): { defects: Defect[]; lost: number } {
  const defects: Defect[] = [];
  const anchorOf = openAnchors(file.head);
  const own = claims.filter(({ path }) => path === file.path);
  let lost = Math.max(0, own.length - MOST_CLAIMS);
  for (const claim of own.slice(0, MOST_CLAIMS)) {
    const span = anchorOf(claim);
    if (span === undefined) {
      lost += 1;
      continue;
    }
    const quote = file.head.slice(span.start, span.end);
    addDefect(defects, {
      weakness: claim.weaknesses[0],
      severity: claim.severity,
      confidence: claim.confidence,
      title: claim.title,
      reason: claim.reason,
      span,
      quote,
      sink: `${claim.tool}/${claim.id}`,
      claimedBy: [{ kind: "sarif", tool: claim.tool, id: claim.id }],
    });
  }
  return { defects: defects.toSorted((a, b) => a.span.start - b.span.start), lost };
}

/** Tools that say the same of the same lines say it once, with all their names. */
function addDefect(defects: Defect[], defect: Defect): void {
  const same = defects.find((other) => meansSame(other, defect));
  if (!same) return void defects.push(defect);
  if (GENERAL.has(same.weakness)) same.weakness = defect.weakness;
  joinDefect(same, defect);
}

/** The claimants of one defect join another's; the worse severity and the higher confidence stay. */
export function joinDefect(into: Defect, { claimedBy, severity, confidence }: Defect): void {
  for (const claimant of claimedBy)
    if (!into.claimedBy.some((known) => JSON.stringify(known) === JSON.stringify(claimant)))
      into.claimedBy.push(claimant);
  into.confidence = Math.max(into.confidence, confidence);
  if (severityRank(severity) > severityRank(into.severity)) into.severity = severity;
}

type Place = { weakness: Cwe; span: LineRange };

/** The same lines and the same kind of weakness, as far as two analysers' words can tell. */
export function meansSame(a: Place, b: Place): boolean {
  if (!overlaps(a.span, b.span)) return false;
  return sameFamily(a.weakness, b.weakness) || GENERAL.has(a.weakness) || GENERAL.has(b.weakness);
}
