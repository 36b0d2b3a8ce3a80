/** A right as a manifest names it: `pull_requests:write`. */
export type Right = string;

/** Documentation of GitHub that is newer than the table of `@octokit/app-permissions`, which knows nothing of these. */
const PERMISSIONS = "https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps";
const EVENTS = "https://docs.github.com/en/webhooks/webhook-events-and-payloads";

/**
 * Every REST operation that the product calls: as the App itself (with its JWT: no right is asked), or on an installation by the form
 * that needs it. A call in `src` that is not here fails the test: add it, and a right to the manifests only if nothing less will do.
 */
export const OPERATIONS = {
  app: [
    "apps.createInstallationAccessToken",
    "apps.getAuthenticated",
    "apps.getInstallation",
    "apps.getWebhookDelivery",
    "apps.listInstallations",
    "apps.listWebhookDeliveries",
    "apps.redeliverWebhookDelivery",
  ],
  review: [
    "apps.listReposAccessibleToInstallation",
    "checks.create",
    "checks.get",
    "checks.listAnnotations",
    "checks.listForRef",
    "checks.update",
    "git.getBlob",
    "git.getRef",
    "git.getTree",
    "issues.createComment",
    "issues.getComment",
    "issues.listComments",
    "issues.updateComment",
    "pulls.createReplyForReviewComment",
    "pulls.createReview",
    "pulls.get",
    "pulls.getReviewComment",
    "pulls.list",
    "pulls.listCommits",
    "pulls.listFiles",
    "pulls.listReviewComments",
    "pulls.listReviews",
    "pulls.updateReviewComment",
    "reactions.createForIssueComment",
    "reactions.createForPullRequestReviewComment",
    "repos.compareCommitsWithBasehead",
    "repos.getBranch",
    "repos.getBranchRules",
    "repos.getCollaboratorPermissionLevel",
    "repos.getCommit",
    "repos.getContent",
    "repos.listPullRequestsAssociatedWithCommit",
  ],
  apply: ["git.getCommit"],
} as const satisfies Record<string, readonly string[]>;

/** Calls whose route is written out, since their ids are past what a number holds. */
export const WRITTEN: Record<string, string> = {
  "GET ${pathOf(id)}": "apps.getWebhookDelivery",
  "POST ${pathOf(id)}/attempts": "apps.redeliverWebhookDelivery",
};

/** Routes of the above that the table does not know; any one of the rights will do. */
export const ROUTES: Record<string, { rights: readonly Right[]; source: string }> = {
  "GET /installation/repositories": { rights: ["metadata:read"], source: PERMISSIONS },
  "GET /repos/{}/{}/collaborators/{}/permission": { rights: ["metadata:read"], source: PERMISSIONS },
  "GET /repos/{}/{}/commits/{}/pulls": { rights: ["pull_requests:read"], source: PERMISSIONS },
  "GET /repos/{}/{}/compare/{}": { rights: ["contents:read"], source: PERMISSIONS },
  "GET /repos/{}/{}/rules/branches/{}": { rights: ["metadata:read"], source: PERMISSIONS },
  "POST /repos/{}/{}/pulls/{}/comments/{}/replies": { rights: ["pull_requests:write"], source: PERMISSIONS },
};

/** Fields of GraphQL that the product asks for. No table of GitHub's has them; these were met in use. */
export const GRAPHQL: Record<string, { form: "review" | "apply"; rights: readonly Right[]; source: string }> = {
  reviewThreads: { form: "review", rights: ["pull_requests:read"], source: "as the pull request that they belong to" },
  node: { form: "review", rights: ["pull_requests:read"], source: "as the comment whose edits are asked for" },
  resolveReviewThread: {
    form: "apply",
    rights: ["contents:write"],
    source: "found in use: refused with pull_requests: write alone; GitHub documents none",
  },
  createCommitOnBranch: {
    form: "apply",
    rights: ["contents:write"],
    source: "https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch",
  },
};

/** Events that the product hears, and a right that lets an App subscribe to each; none: GitHub sends it to every App, and refuses a subscription. */
export const HEARD: Record<string, { rights: readonly Right[] | "every App"; source: string }> = {
  check_run: { rights: ["checks:write"], source: `${EVENTS}#check_run (requested_action and rerequested need write)` },
  check_suite: { rights: ["checks:write"], source: `${EVENTS}#check_suite (rerequested needs write)` },
  installation: { rights: "every App", source: `${EVENTS}#installation` },
  installation_repositories: { rights: "every App", source: `${EVENTS}#installation_repositories` },
  issue_comment: { rights: ["issues:read"], source: `${EVENTS}#issue_comment` },
  merge_group: { rights: ["merge_queues:read"], source: `${EVENTS}#merge_group` },
  pull_request: { rights: ["pull_requests:read"], source: `${EVENTS}#pull_request` },
  pull_request_review_comment: { rights: ["pull_requests:read"], source: `${EVENTS}#pull_request_review_comment` },
  pull_request_review_thread: { rights: ["pull_requests:read"], source: `${EVENTS}#pull_request_review_thread` },
  push: { rights: ["contents:read"], source: `${EVENTS}#push` },
  repository: { rights: ["metadata:read"], source: `${EVENTS}#repository` },
};
