import type { RuleSummary } from "../core/analysis.ts";
import type { Finding } from "../core/finding.ts";
import { weaknessPage } from "./sarif-rules.ts";

/** References of rules outside these are left out: a link is the one thing in a comment that leads away. */
const LINK_HOSTS = new Set([
  "cwe.mitre.org",
  "owasp.org",
  "cheatsheetseries.owasp.org",
  "docs.python.org",
  "nodejs.org",
  "pkg.go.dev",
  "go.dev",
  "docs.oracle.com",
  "developer.mozilla.org",
  "wiki.sei.cmu.edu",
]);

/** Where the rules behind a finding send people for more, as addresses that may be linked; the weakness's own page is not among them. */
export function referencesOf({ claimedBy, weakness }: Finding, rules: readonly RuleSummary[]): string[] {
  const ids = new Set(claimedBy.flatMap((claimant) => (claimant.kind === "rule" ? [claimant.id] : [])));
  const links = rules.filter(({ id }) => ids.has(id)).flatMap(({ references }) => references);
  return [...new Set(links)].filter((link) => link !== weaknessPage(weakness) && isAllowed(link));
}

function isAllowed(link: string): boolean {
  const url = URL.parse(link);
  return url?.protocol === "https:" && LINK_HOSTS.has(url.hostname) && /^[\w:/.~#%?&=@-]+$/.test(link);
}

/** A weakness as a link to MITRE's page, or `undefined` when it is none. */
export function weaknessLink(weakness: string): string | undefined {
  return /^CWE-\d{1,5}$/.test(weakness) ? `[${weakness}](${weaknessPage(weakness)})` : undefined;
}
