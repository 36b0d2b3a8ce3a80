import type { Step } from "./read-workflow.ts";

/** What somebody without rights to the repository can write, by the path of the context. Facts of GitHub's events. */
const WRITTEN_BY_OUTSIDERS = [
  /^github\.head_ref$/,
  /^github\.event(?:\.(?:issue|pull_request|discussion|comment|review|review_comment|changes|head_commit|commits(?:\.\*)?|workflow_run))?$/,
  /^github\.event\.(?:issue|pull_request|discussion)\.(?:title|body)$/,
  /^github\.event\.(?:comment|review|review_comment)\.body$/,
  /^github\.event\.(?:workflow_run\.)?pull_requests?(?:\.\*)?\.head\.(?:ref|label)$/,
  /^github\.event\.pull_request\.head\.repo\.(?:default_branch|description|homepage)$/,
  /^github\.event\.pages\.\*\.(?:page_name|title)$/,
  /^github\.event\.(?:workflow_run\.)?(?:head_commit|commits\.\*)\.(?:message|(?:author|committer)(?:\.(?:email|name))?)$/,
  /^github\.event\.workflow_run\.(?:head_branch|display_title|head_repository\.description)$/,
  /^github\.event\.changes\.[\w.]+\.from$/,
];

export function isOutsidersWord(path: string): boolean {
  return WRITTEN_BY_OUTSIDERS.some((pattern) => pattern.test(path));
}

/** Of one line and without blanks: it can be a command, but no further line of a file. */
export function isBranchName(path: string): boolean {
  return /(?:^github\.head_ref|\.head\.(?:ref|label)|\.head_branch|\.default_branch)$/.test(path);
}

/** Events that run with the repository's own rights on what somebody else has sent. */
export const PRIVILEGED_EVENTS = [
  "pull_request_target",
  "workflow_run",
  "issue_comment",
  "issues",
  "discussion",
  "discussion_comment",
  "gollum",
  "pull_request_review",
  "pull_request_review_comment",
] as const;

/** Actions whose outputs hold what an outsider wrote: names of changed files, titles, comments, parsed bodies. `any` output where none is named. */
const SOURCES: readonly { action: RegExp; outputs?: RegExp; unless?: (step: Step) => boolean }[] = [
  { action: /^tj-actions\/changed-files$/, outputs: /files$/, unless: escapesNames },
  {
    action:
      /^(?:jitterbit|masesgroup|lots0logs|ab185508)\/(?:get-changed-files|retrieve-changed-files|gh-action-get-changed-files|file-type-finder)$/,
  },
  {
    action: /^dorny\/paths-filter$/,
    outputs: /_files$/,
    unless: (step) => !/json|csv/.test(step.with.get("list-files")?.text ?? ""),
  },
  {
    action: /^(?:trilom\/file-changes-action|knu\/changed-files|mathieu-?bour\/changed-files)$/,
    outputs: /^files|_files$/,
  },
  { action: /^(?:xt0rted|eficode)\/(?:pull-request-comment-branch|resolve-pr-refs)$/, outputs: /head_ref/ },
  { action: /^(?:alessbell|gotson)\/pull-request-comment-branch$/, outputs: /head_ref/ },
  {
    action: /^(?:peter-evans\/find-comment|amannn\/action-semantic-pull-request)$/,
    outputs: /comment-body|error_message/,
  },
  {
    action:
      /^(?:peter-murray\/issue-(?:body|forms-body)-parser(?:-action)?|stefanbuck\/github-issue-pa?r?a?ser|zentered\/issue-forms-body-parser|cssnr\/parse-issue-form-action)$/,
  },
  {
    action: /^(?:khan\/pull-request-comment-trigger|jungwinter\/comment|machine-learning-apps\/actions-chatops)$/,
    outputs: /body|branch|title|ref/i,
  },
  { action: /^(?:octokit\/(?:request|graphql)-action)$/, outputs: /^data$/ },
];

/** Actions that give back what they are handed, changed or cut: what goes in comes out. */
const PASS_ON =
  /^(?:frabert\/replace-string-action|mad9000\/actions-find-and-replace-string|actions-ecosystem\/action-regex-match|ashley-taylor\/(?:regex-property-action|read-json-property-action)|haya14busa\/action-cond|bhowell2\/github-substring-action|actions-cool\/issues-helper|peter-murray\/.+|stefanbuck\/.+|zentered\/.+)$/;

/** Actions that bring files of another run, which may be a fork's, into the workspace. */
export const ARTIFACT_ACTIONS =
  /^(?:dawidd6\/action-download-artifact|actions\/download-artifact|levonet\/action-download-last-artifact|redhat-plumbers-in-action\/download-artifact|aochmann\/actions-download-artifact|blablacar\/action-download-last-artifact|ishworkh\/(?:container-image-)?artifact-download|marcofaggian\/action-download-multiple-artifacts)$/;

/** Actions that give the contents of files as outputs. */
const FILE_READERS =
  /^(?:juliangruber\/read-file-action|andstor\/file-reader-action|jaywcjlove\/github-action-read-file|guibranco\/github-file-reader-action-v2|komorebitech\/read-files-action|rishabhgupta\/split-by)$/;

export function isSourceOutput(step: Step, output: string): boolean {
  const action = step.uses?.action ?? "";
  return SOURCES.some(
    (source) => source.action.test(action) && (source.outputs?.test(output) ?? true) && !source.unless?.(step),
  );
}

/** Since version 41 names come out escaped, unless that is turned off. */
function escapesNames({ uses, with: given }: Step): boolean {
  const version = Number(/^v?(\d{1,3})\b(?!\w)/.exec(uses?.version ?? "")?.[1] ?? 99);
  return version >= 41 && given.get("safe_output")?.text !== "false";
}

export function passesOn(action: string): boolean {
  return PASS_ON.test(action);
}

export function readsFiles(action: string): boolean {
  return FILE_READERS.test(action);
}
