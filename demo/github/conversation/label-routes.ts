import { bodyOf, doerOf } from "../doer-of.ts";
import { repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { invalid, notFound } from "../frame/refusal.ts";
import { renderLabel } from "../render/label.ts";
import type { Answer, Call, Route } from "../route.ts";
import { nodeId } from "../world/node-id.ts";
import type { Label } from "../world/repository.ts";
import { nextId } from "../world.ts";
import { issueOf } from "./issue-routes.ts";
import { labelByName, labelPull, unlabelPull } from "./label-pull.ts";

const OF_REPOSITORY = "/repos/{owner}/{repo}/labels";
const OF_ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}/labels";

export const labelRoutes: readonly Route[] = [
  { method: "GET", path: OF_REPOSITORY, handle: (call) => paged(call, repositoryOf(call).labels, render(call)) },
  { method: "POST", path: OF_REPOSITORY, handle: create },
  {
    method: "GET",
    path: `${OF_REPOSITORY}/{name}`,
    handle: (call) => ({ status: 200, body: render(call)(labelOf(call)) }),
  },
  { method: "GET", path: OF_ISSUE, handle: (call) => paged(call, labelsOf(call), render(call)) },
  { method: "POST", path: OF_ISSUE, role: "triage", handle: add },
  { method: "DELETE", path: `${OF_ISSUE}/{name}`, role: "triage", handle: remove },
];

const render = (call: Call) => (label: Label) => renderLabel(call.world, repositoryOf(call), label);

function labelOf(call: Call): Label {
  const label = labelByName(repositoryOf(call), call.params["name"] ?? "");
  if (!label) throw notFound();
  return label;
}

function labelsOf(call: Call): Label[] {
  const { labelIds } = issueOf(call);
  return repositoryOf(call).labels.filter((label) => labelIds.has(label.id));
}

function create(call: Call): Answer {
  const {
    name,
    color = "ededed",
    description = null,
  } = bodyOf<{ name: string; color?: string; description?: string }>(call);
  if (labelByName(repositoryOf(call), name)) throw invalid("Label", "name", "already_exists");
  const id = nextId(call.world);
  const label: Label = { id, nodeId: nodeId("LA", id), name, color, description };
  repositoryOf(call).labels.push(label);
  return { status: 201, body: render(call)(label) };
}

/** The body is `{ labels: [name or { name }] }`, a list of either, or one name. */
async function add(call: Call): Promise<Answer> {
  const body = bodyOf<unknown>(call);
  const list = isRecord(body) && "labels" in body ? body["labels"] : body;
  const names = (Array.isArray(list) ? list : [list]).flatMap((item: unknown) => {
    const name = isRecord(item) ? item["name"] : item;
    return typeof name === "string" ? [name] : [];
  });
  await labelPull(call, doerOf(call), issueOf(call), names);
  return paged(call, labelsOf(call), render(call));
}

async function remove(call: Call): Promise<Answer> {
  const label = labelOf(call);
  if (!issueOf(call).labelIds.has(label.id)) throw notFound();
  await unlabelPull(call, doerOf(call), issueOf(call), label);
  return paged(call, labelsOf(call), render(call));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
