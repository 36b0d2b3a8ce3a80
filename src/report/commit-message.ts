import type { MarkedFinding } from "../core/mark.ts";
import { requestTrailer } from "../core/request-trailer.ts";
import { count } from "./wording.ts";

export type CommitAbout = { fixes: readonly MarkedFinding[]; askedBy: string; request: string };

const MOST_TITLES = 20;

/** Commit messages link, notify and close issues too: of what is not ours only plain words remain. */
export function commitMessage({ fixes, askedBy, request }: CommitAbout): { headline: string; body: string } {
  const [first] = fixes;
  const what = fixes.length === 1 && first ? plain(first.title, 50) : count(fixes.length, "finding");
  const items = fixes
    .slice(0, MOST_TITLES)
    .map(({ weakness, title }) => `- ${plain(title, 100)} (${plain(weakness, 12)})`);
  const more = fixes.length > MOST_TITLES ? [`- ${fixes.length - MOST_TITLES} more`] : [];
  return {
    headline: `fix: ${what}`,
    body: [
      "Repairs that ReflexGen made and checked:",
      [...items, ...more].join("\n"),
      `Asked for by ${plain(askedBy, 60)}.`,
      requestTrailer(request),
    ].join("\n\n"),
  };
}

/** Words, numbers and the marks of a sentence, on one line: no mention, reference, address, entity or commit's name. */
function plain(text: string, most: number): string {
  const words = text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N} .,'()_-]+/gu, " ")
    .replace(/gh-(?=\d)/gi, "GH ")
    .replace(/(www|https?)\.?/gi, "$1 ")
    .replace(/[0-9a-f]{7,}/gi, "…")
    .replace(/\s+/g, " ")
    .trim();
  return words.length <= most ? words : `${words.slice(0, most).toWellFormed().trimEnd()}…`;
}
