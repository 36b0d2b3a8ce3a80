import type { Finding } from "../core/finding.ts";
import type { Annotation } from "../core/pull-request.ts";
import type { Severity } from "../core/weakness.ts";
import { isOffered } from "./checked.ts";
import type { Speech } from "./speech.ts";
import { capital, withoutStop } from "./wording.ts";

const LEVELS: Record<Severity, Annotation["level"]> = {
  critical: "failure",
  high: "failure",
  medium: "warning",
  low: "notice",
};

/** Notes of a check, in the order given: what, why, what to do, and the id that commands take. */
export function checkAnnotations(findings: readonly Finding[], { plain, scrub, commands }: Speech): Annotation[] {
  // A path can't be shown otherwise than it is: one that holds a secret gets no note.
  const shown = findings.filter(({ path }) => scrub(path) === path);
  return shown.map(({ id, path, span, severity, title, reason, advice, fix, weakness }) => {
    const repair = isOffered(fix)
      ? `A checked fix ${plain(withoutStop(fix.title), 200)}${commands.has("apply") ? `: comment "/reflexgen apply ${id}"` : ""}.`
      : plain(advice);
    const parts = [plain(reason), repair, `${plain(weakness)}, id ${id}`];
    return {
      path,
      lines: { startLine: span.startLine, endLine: span.endLine },
      level: LEVELS[severity],
      title: `${capital(severity)}: ${plain(withoutStop(title), 200)}`,
      message: parts.filter((part) => part !== "").join("\n"),
    };
  });
}
