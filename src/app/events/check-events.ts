import { z } from "zod";
import { eventReader, Id, InRepository, isBot, placeOf, Sha } from "./event-reader.ts";

const InApp = z.object({ id: Id });

/** "Re-run" of our check, or one of its buttons. GitHub tells an App of its own checks; others' are dropped all the same. */
export const checkRun = eventReader({
  subjects: ["check_run", "requested_action"],
  actions: ["rerequested", "requested_action"],
  payload: z.object({
    ...InRepository,
    action: z.string(),
    check_run: z.object({ id: Id, head_sha: Sha, app: InApp.nullish() }),
    requested_action: z.object({ identifier: z.string() }).nullish(),
  }),
  jobs(event, app) {
    const { action, check_run: check, requested_action: requested } = event;
    if (check.app?.id !== app.id) return [];
    if (action === "rerequested")
      return [{ kind: "act", ...placeOf(event), does: { act: "rerun", headSha: check.head_sha } }];
    const button = requested?.identifier;
    if (isBot(event.sender) || (button !== "review" && button !== "apply")) return [];
    return [{ kind: "act", ...placeOf(event), does: { act: "button", check: check.id, button } }];
  },
});

/** "Re-run all checks". */
export const checkSuite = eventReader({
  subjects: ["check_suite"],
  actions: ["rerequested"],
  payload: z.object({ ...InRepository, check_suite: z.object({ head_sha: Sha, app: InApp.nullish() }) }),
  jobs(event, app) {
    const { head_sha: headSha, app: by } = event.check_suite;
    return by?.id === app.id ? [{ kind: "act", ...placeOf(event), does: { act: "rerun", headSha } }] : [];
  },
});

/** A merge queue waits for our check on its commit, where the check is required. */
export const mergeGroup = eventReader({
  subjects: ["merge_group"],
  actions: ["checks_requested"],
  payload: z.object({
    ...InRepository,
    merge_group: z.object({ head_sha: Sha, head_ref: z.string().max(500), base_sha: Sha }),
  }),
  jobs(event) {
    const { head_sha: headSha, head_ref: headRef, base_sha: baseSha } = event.merge_group;
    return [{ kind: "act", ...placeOf(event), does: { act: "merge-group", headSha, headRef, baseSha } }];
  },
});
