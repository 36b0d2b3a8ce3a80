import type { BareRepository } from "../git/bare-repository.ts";

/** What a collaborator may do; GitHub's legacy `permission` words map to read, write, admin. */
export type Role = "read" | "triage" | "write" | "maintain" | "admin";

/** What a branch asks of those who change it (classic protection or a rule, as `kind` says). */
export type BranchRule = {
  /** A branch name; `*` as GitHub's fnmatch. */
  pattern: string;
  kind: "protection" | "ruleset";
  requiredChecks: { context: string; appId?: number }[];
  requiredApprovals?: number;
  /** Nobody but a merge changes the branch. */
  pullRequestRequired: boolean;
  mergeQueue?: boolean;
};

export type Label = { id: number; nodeId: string; name: string; color: string; description: string | null };

export type Repository = {
  id: number;
  nodeId: string;
  ownerId: number;
  name: string;
  description: string | null;
  private: boolean;
  defaultBranch: string;
  /** By account id; the owner and the organisation's owners are admins without being listed. */
  collaborators: Map<number, Role>;
  rules: BranchRule[];
  labels: Label[];
  /** The bare git folder on disk and its reader. */
  git: BareRepository;
  /** The repository that this one was forked from. */
  parentId?: number;
  /** Earlier `owner/name`s in lower case: GitHub redirects them. */
  formerNames: string[];
  /** Issues and pull requests count together. */
  nextNumber: number;
  archived: boolean;
  createdAt: string;
  updatedAt: string;
  pushedAt: string;
};
