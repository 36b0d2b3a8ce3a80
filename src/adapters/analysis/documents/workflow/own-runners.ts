import type { Found } from "../finder.ts";
import type { WorkflowDocument } from "./workflow-finders.ts";

const EVENTS = ["pull_request", "pull_request_target"];
const HOSTED = /^(?:ubuntu|windows|macos)-[\w.-]+$/i;

/** Jobs of pull requests on machines that the repository's owner keeps: code of strangers stays on them after the job. */
export function ownRunners({ events, jobs, text }: WorkflowDocument): Found[] {
  if (!EVENTS.some((event) => events.has(event))) return [];
  return jobs.flatMap((job) => {
    const runner = job.entries.get("runs-on");
    if (!runner) return [];
    const written = text.slice(runner.start, runner.end);
    const matrix = /matrix\.([\w-]+)/.exec(written)?.[1];
    const strategy = job.entries.get("strategy")?.text ?? "";
    const isOwn =
      matrix === undefined
        ? /\bself-hosted\b/.test(written)
        : strategy.includes(matrix) && /\bself-hosted\b/.test(strategy);
    return isOwn && !HOSTED.test(written)
      ? [
          {
            start: (matrix === undefined ? runner : (job.entries.get("strategy") ?? runner)).keyStart,
            end: runner.end,
            sink: "self-hosted",
          },
        ]
      : [];
  });
}
