import { runRoutes } from "./checks/run-routes.ts";
import { suiteRoutes } from "./checks/suite-routes.ts";
import { branchRoutes } from "./code/branch-routes.ts";
import { collaboratorRoutes } from "./code/collaborator-routes.ts";
import { commitRoutes } from "./code/commit-routes.ts";
import { compareRoutes } from "./code/compare-routes.ts";
import { contentRoutes } from "./code/content-routes.ts";
import { gitCommitRoutes } from "./code/git-commit-routes.ts";
import { gitObjectRoutes } from "./code/git-object-routes.ts";
import { refRoutes } from "./code/ref-routes.ts";
import { issueRoutes } from "./conversation/issue-routes.ts";
import { labelRoutes } from "./conversation/label-routes.ts";
import { reactionRoutes } from "./conversation/reaction-routes.ts";
import { pullContentRoutes } from "./pulls/pull-content-routes.ts";
import { pullRoutes } from "./pulls/pull-routes.ts";
import { reviewCommentRoutes } from "./pulls/review-comment-routes.ts";
import { reviewRoutes } from "./pulls/review-routes.ts";
import type { Route } from "./route.ts";

/** Pull requests, conversations, checks and code. */
export const platformRoutes: readonly Route[] = [
  ...pullRoutes,
  ...pullContentRoutes,
  ...reviewRoutes,
  ...reviewCommentRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...reactionRoutes,
  ...runRoutes,
  ...suiteRoutes,
  ...branchRoutes,
  ...collaboratorRoutes,
  ...commitRoutes,
  ...compareRoutes,
  ...contentRoutes,
  ...gitCommitRoutes,
  ...gitObjectRoutes,
  ...refRoutes,
];
