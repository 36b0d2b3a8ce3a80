import { bodyOf, doerOf } from "../doer-of.ts";
import { numberOf, repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { invalid, notFound } from "../frame/refusal.ts";
import type { Answer, Call, Route } from "../route.ts";
import type { Repository } from "../world/repository.ts";
import { accountById, accountByLogin } from "../world/find.ts";
import { editPull, setState, type PullEdit } from "./edit-pull.ts";
import { mergePull, type MergeWish } from "./merge-pull.ts";
import { openPull } from "./open-pull.ts";
import { pullDiffAnswer, wantsDiff } from "./diff-answer.ts";
import { pullByNumber, pullsOf, type Pull } from "./pull.ts";
import { fullPull, simplePull } from "./render-pull.ts";

const PULL = "/repos/{owner}/{repo}/pulls/{pull_number}";

export const pullRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/pulls", handle: listPulls },
  { method: "POST", path: "/repos/{owner}/{repo}/pulls", role: "read", handle: createPull },
  {
    method: "GET",
    path: PULL,
    handle: async (call) =>
      wantsDiff(call)
        ? await pullDiffAnswer(call, pullOf(call))
        : { status: 200, body: await fullPull(call.world, pullOf(call)) },
  },
  { method: "PATCH", path: PULL, handle: updatePull },
  {
    method: "GET",
    path: `${PULL}/merge`,
    handle: (call) => {
      if (!pullOf(call).merged) throw notFound();
      return { status: 204 };
    },
  },
  { method: "PUT", path: `${PULL}/merge`, handle: merge },
];

export function pullOf(call: Call): Pull {
  return pullByNumber(call.world, repositoryOf(call), numberOf(call, "pull_number"));
}

function listPulls(call: Call): Answer {
  const { world, query } = call;
  const state = query.get("state") ?? "open";
  const [head, base] = [query.get("head"), query.get("base")];
  const sort = query.get("sort") ?? "created";
  const direction = query.get("direction") ?? (sort === "created" ? "desc" : "asc");
  const key = (pull: Pull) => (sort === "updated" ? pull.updatedAt : pull.createdAt);
  const pulls = pullsOf(world, repositoryOf(call))
    .filter((pull) => state === "all" || pull.state === state)
    .filter((pull) => (!head || pull.head.label === head) && (!base || pull.base.branch === base))
    .sort((one, other) => key(one).localeCompare(key(other)) || one.number - other.number);
  return paged(call, direction === "desc" ? pulls.toReversed() : pulls, (pull) => simplePull(world, pull));
}

type NewPull = {
  title?: string;
  head: string;
  base: string;
  body?: string;
  draft?: boolean;
  maintainer_can_modify?: boolean;
};

async function createPull(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const { title, head, base, body, draft, maintainer_can_modify } = bodyOf<NewPull>(call);
  const [owner, branch] = head.includes(":") ? head.split(":", 2) : [undefined, head];
  const pull = await openPull(call, doerOf(call), repository, {
    title: title ?? "",
    body,
    base,
    head: { repository: owner === undefined ? repository : forkOf(call, repository, owner), branch: branch ?? "" },
    draft,
    maintainerCanModify: maintainer_can_modify,
  });
  return { status: 201, body: await fullPull(call.world, pull) };
}

function forkOf({ world }: Call, repository: Repository, login: string): Repository {
  const owner = accountByLogin(world, login);
  if (owner?.id === accountById(world, repository.ownerId).id) return repository;
  const fork = [...world.repositories.values()].find(
    (one) => one.parentId === repository.id && one.ownerId === owner?.id,
  );
  if (!fork) throw invalid("PullRequest", "head", "invalid");
  return fork;
}

async function updatePull(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const { state, maintainer_can_modify, ...edit } = bodyOf<
    PullEdit & { state?: Pull["state"]; maintainer_can_modify?: boolean }
  >(call);
  if (maintainer_can_modify !== undefined) pull.maintainerCanModify = maintainer_can_modify;
  await editPull(call, doerOf(call), pull, edit);
  if (state) await setState(call, doerOf(call), pull, state);
  return { status: 200, body: await fullPull(call.world, pull) };
}

async function merge(call: Call): Promise<Answer> {
  const { merge_method, commit_title, commit_message, sha } = bodyOf<{
    merge_method?: MergeWish["method"];
    commit_title?: string;
    commit_message?: string;
    sha?: string;
  }>(call);
  const wish = { method: merge_method, title: commit_title, message: commit_message, sha };
  const merged = await mergePull(call, doerOf(call), pullOf(call), wish);
  return { status: 200, body: { sha: merged, merged: true, message: "Pull Request successfully merged" } };
}
