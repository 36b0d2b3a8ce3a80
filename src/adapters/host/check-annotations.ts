import type { Annotation } from "../../core/pull-request.ts";
import type { GitHubSession } from "./github-session.ts";

/** Annotations of one request; further ones are added by further updates. @see https://docs.github.com/en/rest/checks/runs#create-a-check-run */
export const MOST_ANNOTATIONS = 50;
const MOST_TITLE = 255;
const MOST_MESSAGE_BYTES = 65_000;

/** An annotation as GitHub takes it. */
export type WireAnnotation = {
  path: string;
  start_line: number;
  end_line: number;
  annotation_level: Annotation["level"];
  title: string;
  message: string;
};

/** Within GitHub's limits, cut between characters. */
export function wireAnnotation({ path, lines, level, title, message }: Annotation): WireAnnotation {
  return {
    path,
    start_line: lines.startLine,
    end_line: Math.max(lines.startLine, lines.endLine),
    annotation_level: level,
    title: cut(title, MOST_TITLE),
    message: cut(message, MOST_MESSAGE_BYTES / 4) || "See the check's text.",
  };
}

/** Those that the run does not have yet: what was added to a run can't be taken away, and is added again by whoever sends it again. */
export async function notYetOn(
  runId: number,
  wanted: readonly WireAnnotation[],
  { octokit, owner, repo }: GitHubSession,
): Promise<WireAnnotation[]> {
  if (wanted.length === 0) return [];
  const there = await octokit.paginate(octokit.rest.checks.listAnnotations, {
    owner,
    repo,
    check_run_id: runId,
    per_page: 100,
  });
  const keys = new Set(there.map(keyOf));
  return wanted.filter((one) => !keys.has(keyOf(one)));
}

type Keyed = { path: string; start_line: number; end_line: number; title: string | null; message: string | null };

/** White space is left out: GitHub trims what it shows. */
function keyOf({ path, start_line, end_line, title, message }: Keyed): string {
  return JSON.stringify([path, start_line, end_line, `${title ?? ""} ${message ?? ""}`.replace(/\s+/g, " ").trim()]);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
