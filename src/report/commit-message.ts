import type { MarkedFinding } from "../core/mark.ts";
import { requestTrailer } from "../core/request-trailer.ts";
import { noreply } from "./noreply.ts";
import { count } from "./wording.ts";

type Somebody = { id: number; login: string };

/** `signOff`: our own account, where the repository wants commits signed off. */
export type CommitAbout = { fixes: readonly MarkedFinding[]; askedBy: Somebody; request: string; signOff?: Somebody };

const MOST_TITLES = 20;

/**
 * What a commit of fixes says: a line for each, who asked, and what for, in trailers that tools read. Commit messages link, notify and close
 * issues too: of what is not ours only plain words remain.
 */
export function commitMessage({ fixes, askedBy, request, signOff }: CommitAbout): { headline: string; body: string } {
  const [first] = fixes;
  const what = fixes.length === 1 && first ? plain(first.title, 50) : count(fixes.length, "finding");
  const items = fixes
    .slice(0, MOST_TITLES)
    .map(({ weakness, title }) => `- ${plain(title, 100)} (${plain(weakness, 12)})`);
  const more = fixes.length > MOST_TITLES ? [`- ${fixes.length - MOST_TITLES} more`] : [];
  const trailers = [
    ...signature("Co-authored-by", askedBy),
    ...(signOff ? signature("Signed-off-by", signOff) : []),
    requestTrailer(request),
  ];
  return {
    headline: `fix: ${what}`,
    body: [
      "Repairs that ReflexGen made and checked:",
      [...items, ...more].join("\n"),
      `Asked for by ${plain(askedBy.login, 60)}.`,
      trailers.join("\n"),
    ].join("\n\n"),
  };
}

/** A login is letters, digits, hyphens, and an underscore in a company's own; an App's ends with [bot]. Any other is not written. */
function signature(trailer: string, { id, login }: Somebody): string[] {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})(?:\[bot\])?$/.test(login)) return [];
  return [`${trailer}: ${login} <${noreply({ id, login })}>`];
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
