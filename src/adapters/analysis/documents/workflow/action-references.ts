import type { Found } from "../finder.ts";
import type { WorkflowDocument } from "./workflow-finders.ts";

/** GitHub's own actions are as trusted as the runner that they run on. */
const GITHUBS_OWN = /^(?:actions|github)\//;
const COMMIT = /^[0-9a-f]{40}$/i;
const BRANCH = /^(?:main|master|head|develop|dev|trunk|latest|edge|nightly)$/i;

/** Actions of others by a name that they can move: any branch, and a tag where the job holds secrets or may write. */
export function actionReferences({ entries, jobs, text }: WorkflowDocument): Found[] {
  return jobs.flatMap((job) => {
    const written = text.slice(job.start, job.end);
    const mayWrite = /\bsecrets\.(?!GITHUB_TOKEN\b)\w/.test(written) || /:\s*write(?:-all)?\b/.test(written);
    const matters = mayWrite || /write/.test(entries.get("permissions")?.text ?? "");
    return job.steps.flatMap(({ uses }) => {
      if (!uses || /^(?:\.|docker:)/.test(uses.action) || GITHUBS_OWN.test(uses.action)) return [];
      if (uses.version === "" || COMMIT.test(uses.version) || !(BRANCH.test(uses.version) || matters)) return [];
      return [{ start: uses.start, end: uses.end, sink: uses.action }];
    });
  });
}
