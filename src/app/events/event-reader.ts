import { z } from "zod";
import type { Job } from "../../core/job.ts";

/** Our App, as payloads name it. */
export type OurApp = { id: number };

/** How one kind of event becomes jobs. Nothing is decided here: ids go on, and what they stand for is read again by the worker. */
export type EventReader = {
  /** Those of {@link SUBJECTS} that its payloads may have. */
  subjects: readonly string[];
  /** Undefined: this event has no actions. */
  actions: readonly string[] | undefined;
  /** Undefined when the payload is not one of this event. */
  read: (payload: unknown, app: OurApp) => Job[] | undefined;
};

/** A reader from the shape of what is read (lean: GitHub adds fields) and what follows from it. */
export function eventReader<S extends z.ZodType>(reader: {
  subjects: readonly string[];
  actions: readonly string[] | undefined;
  payload: S;
  jobs: (event: z.infer<S>, app: OurApp) => Job[];
}): EventReader {
  return {
    subjects: reader.subjects,
    actions: reader.actions,
    read(payload, app) {
      const parsed = reader.payload.safeParse(payload);
      return parsed.success ? reader.jobs(parsed.data, app) : undefined;
    },
  };
}

/**
 * The keys by which a payload says what it is about. The name of an event is not signed, so a payload of another event must not pass
 * for this one, however well it fits otherwise: `issues.deleted` has all that `repository.deleted` has, and an issue.
 */
// prettier-ignore
export const SUBJECTS: readonly string[] = [
  "alert", "answer", "blocked_user", "branch", "build", "check_run", "check_suite", "comment", "commit", "definition",
  "deployment", "deployment_status", "discussion", "effective_date", "exemption_request", "forkee", "head_commit", "hook",
  "inputs", "installation_target", "invitation", "issue", "key", "label", "location", "marketplace_purchase", "member",
  "membership", "merge_group", "milestone", "package", "pages", "personal_access_token_request", "project", "project_card",
  "project_column", "projects_v2", "projects_v2_item", "pull_request", "ref", "ref_type", "registry_package", "release",
  "repositories", "repositories_added", "repository_advisory", "requested_action", "review", "rule", "scope", "secret_type",
  "security_advisory", "sponsorship", "starred_at", "status", "sub_issue", "target_url", "team", "thread", "workflow",
  "workflow_job", "workflow_run", "zen",
];

export const Id = z.int().positive();
export const Sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
export const Account = z.object({ type: z.string().max(50) });
/** Null where the account was deleted. */
export const MaybeAccount = Account.nullish();

/** What every event of a repository names. */
export const InRepository = {
  installation: z.object({ id: Id }),
  repository: z.object({ id: Id }),
  sender: Account,
};

export function placeOf({ installation, repository }: { installation: { id: number }; repository: { id: number } }): {
  installation: number;
  repository: number;
} {
  return { installation: installation.id, repository: repository.id };
}

/** Bots talk to bots for ever: no word of one is a command. Pull requests of bots are reviewed like any other. */
export function isBot(account: z.infer<typeof MaybeAccount>): boolean {
  return account?.type === "Bot";
}
