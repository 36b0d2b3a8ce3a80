import { z } from "zod";
import type { Job } from "../../core/job.ts";
import { Account, eventReader, Id, InRepository, placeOf } from "./event-reader.ts";

/** The default branch moved. */
export const push = eventReader({
  subjects: ["ref", "head_commit"],
  actions: undefined,
  payload: z.object({
    ...InRepository,
    ref: z.string().max(500),
    before: z.string(),
    after: z.string(),
    deleted: z.boolean(),
    repository: z.object({ id: Id, default_branch: z.string() }),
  }),
  jobs(event) {
    if (event.deleted || event.ref !== `refs/heads/${event.repository.default_branch}`) return [];
    return [{ kind: "act", ...placeOf(event), does: { act: "push", ref: event.ref } }];
  },
});

/** Numbers survive renames and transfers, so these only ask for a look. */
export const repository = eventReader({
  subjects: [],
  actions: ["renamed", "transferred", "deleted"],
  payload: z.object({ ...InRepository, action: z.string() }),
  jobs(event) {
    return [{ kind: event.action === "deleted" ? "gone" : "sweep", ...placeOf(event) }];
  },
});

const Installation = z.object({ id: Id, app_id: Id, account: Account.nullish() });

/** Of more repositories than this the rest is forgotten when its time is over, within a year. */
const MOST_FORGOTTEN = 500;

/** The App was installed, or may go on: what is open may want a review. Or it may not: nothing more is asked of GitHub. */
export const installation = eventReader({
  subjects: ["repositories"],
  actions: ["created", "unsuspend", "new_permissions_accepted", "deleted", "suspend"],
  payload: z.object({
    action: z.string(),
    installation: Installation,
    repositories: z.array(z.object({ id: Id })).nullish(),
    repository: z.undefined().optional(),
  }),
  jobs({ action, installation: { id, app_id: appId }, repositories }, app) {
    if (appId !== app.id) return [];
    if (action !== "deleted" && action !== "suspend") return [{ kind: "sweep", installation: id }];
    // A suspended App may come back to what was decided; one that was taken away leaves nothing behind.
    const left = action === "deleted" ? (repositories ?? []).slice(0, MOST_FORGOTTEN) : [];
    return [
      { kind: "gone", installation: id },
      ...left.map((repository): Job => ({ kind: "gone", installation: id, repository: repository.id })),
    ];
  },
});

/** More repositories at once than this, and the whole installation is looked at instead. */
const MOST_ONE_BY_ONE = 20;

export const installationRepositories = eventReader({
  subjects: ["repositories_added"],
  actions: ["added", "removed"],
  payload: z.object({
    installation: Installation,
    repositories_added: z.array(z.object({ id: Id })),
    repositories_removed: z.array(z.object({ id: Id })),
    repository: z.undefined().optional(),
  }),
  jobs({ installation: { id, app_id: appId }, repositories_added: added, repositories_removed: removed }, app) {
    if (appId !== app.id) return [];
    const each = (kind: "sweep" | "gone", repositories: { id: number }[]): Job[] =>
      repositories.map((repository) => ({ kind, installation: id, repository: repository.id }));
    const sweeps: Job[] = added.length > MOST_ONE_BY_ONE ? [{ kind: "sweep", installation: id }] : each("sweep", added);
    return [...each("gone", removed), ...sweeps];
  },
});
