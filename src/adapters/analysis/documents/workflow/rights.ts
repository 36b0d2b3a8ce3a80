import type { Found } from "../finder.ts";
import { expressionsIn } from "./expressions.ts";
import type { WorkflowDocument } from "./workflow-finders.ts";

/** `permissions: write-all`, of the workflow or of a job. */
export function writeAll({ entries, jobs }: WorkflowDocument): Found[] {
  return [entries, ...jobs.map((job) => job.entries)].flatMap((each) => {
    const permissions = each.get("permissions");
    if (!permissions || permissions.text.trim() !== "write-all") return [];
    return [{ start: permissions.start, end: permissions.end, sink: "permissions" }];
  });
}

/** All secrets at once, as text, wherever they go. */
export function allSecrets({ text }: WorkflowDocument): Found[] {
  return expressionsIn(text, { start: 0, end: text.length })
    .filter(({ inner }) => /\btojson\(\s*secrets\s*\)/i.test(inner))
    .map(({ end, start }) => ({ start, end, sink: "toJSON(secrets)" }));
}
