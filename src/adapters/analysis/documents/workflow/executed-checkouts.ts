import type { Found } from "../finder.ts";
import { entriesOf } from "./read-workflow.ts";
import type { WorkflowDocument } from "./workflow-finders.ts";
import { checksOutHead } from "./workflow-flow.ts";

const EVENTS = ["pull_request_target", "workflow_run", "issue_comment"];
/** Runs what lies in the workspace: its scripts, its build, the hooks of its packages. */
const EXECUTES =
  /(?:^|[\s;&|(])(?:\.{1,2}\/[\w.-]|(?:npm|pnpm|yarn|bun)\s+(?:ci|i|install|run|test|build|exec)\b|yarn\s*(?:$|[\n;&|])|(?:make|cmake|mvn|gradle|tox|nox|pytest|rake|cargo|bazel|just|docker-compose|sbt)\b|pip3?\s+install\s+(?:-e\s+)?(?:\.|-r)|poetry\s+install|bundle\s+(?:install|exec)|composer\s+install|go\s+(?:run|test|generate|build)|dotnet\s+(?:build|test|run)|docker\s+build|(?:ba|z)?sh\s+[\w./-]+\.sh|python3?\s+[\w./-]+\.py|node\s+[\w./-]+\.[cm]?js|pre-commit\s+run)/m;

/** A pull request's own code, checked out and then run with the rights and secrets of the repository. Reported where it is checked out. */
export function executedCheckouts({ events, jobs, text }: WorkflowDocument): Found[] {
  const privileged = EVENTS.filter((event) => events.has(event));
  if (privileged.length === 0 || onlyLabeled(privileged, events, text)) return [];
  return jobs.flatMap((job) =>
    job.steps.flatMap((step, index) => {
      if (!checksOutHead(step, job)) return [];
      const runsIt = job.steps
        .slice(index + 1)
        .some(
          ({ scripts, uses }) =>
            uses?.action.startsWith("./") ||
            scripts.some((script) => script.language === "shell" && EXECUTES.test(script.text)),
        );
      const place = step.uses ?? step;
      return runsIt ? [{ start: place.start, end: place.end, sink: "checkout of the head" }] : [];
    }),
  );
}

/** A label that somebody with rights sets for each run is a look by a person. */
function onlyLabeled(privileged: readonly string[], events: WorkflowDocument["events"], text: string): boolean {
  if (privileged.join(" ") !== "pull_request_target") return false;
  const types = entriesOf(events.get("pull_request_target")?.value, text).get("types")?.text ?? "";
  return (types.match(/\w+/g) ?? []).join(" ") === "labeled";
}
