import { bodyOf, doerOf } from "../doer-of.ts";
import { repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { notFound, Refusal } from "../frame/refusal.ts";
import { isRefName, listRefs, moveRef, refSha, setRef, type Ref } from "../git/refs.ts";
import { apiUrl } from "../render/urls.ts";
import type { Answer, Call, Route } from "../route.ts";
import { nodeId } from "../world/node-id.ts";
import { push } from "./push.ts";
import { refuseCommit } from "./refuse-commit.ts";

const GIT = "/repos/{owner}/{repo}/git";
const REF = `${GIT}/refs/{ref}`;

export const refRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${GIT}/ref/{ref}`,
    handle: async (call) => ({ status: 200, body: render(call, await refOf(call)) }),
  },
  { method: "GET", path: `${GIT}/matching-refs/{ref}`, handle: matching },
  { method: "POST", path: `${GIT}/refs`, handle: create },
  { method: "PATCH", path: REF, handle: update },
  { method: "DELETE", path: REF, handle: remove },
];

function render(call: Call, { name, sha }: Ref): Record<string, unknown> {
  const api = `${apiUrl(call.world, repositoryOf(call))}/git`;
  return {
    ref: name,
    node_id: `${nodeId("REF", repositoryOf(call).id)}_${Buffer.from(name).toString("base64url")}`,
    url: `${api}/${name}`,
    object: { type: "commit", sha, url: `${api}/commits/${sha}` },
  };
}

async function refOf(call: Call): Promise<Ref> {
  const name = `refs/${call.params["ref"] ?? ""}`;
  const sha = await refSha(repositoryOf(call).git, name);
  if (!sha) throw notFound();
  return { name, sha };
}

/** All whose name begins so, not only below a folder. */
async function matching(call: Call): Promise<Answer> {
  const prefix = `refs/${call.params["ref"] ?? ""}`;
  const folder = prefix.slice(0, prefix.lastIndexOf("/"));
  const refs = (await listRefs(repositoryOf(call).git, folder)).filter((ref) => ref.name.startsWith(prefix));
  return paged(call, refs, (ref) => render(call, ref));
}

async function create(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const { ref, sha } = bodyOf<{ ref: string; sha: string }>(call);
  if (!isRefName(ref) || ref.split("/").length < 3) throw new Refusal(422, `${ref} is not a valid ref name.`);
  if (await refSha(repository.git, ref)) throw new Refusal(422, "Reference already exists");
  await objectExists(call, sha);
  await move(call, ref, sha, true);
  return { status: 201, body: render(call, { name: ref, sha }) };
}

async function update(call: Call): Promise<Answer> {
  const name = `refs/${call.params["ref"] ?? ""}`;
  const { sha, force = false } = bodyOf<{ sha: string; force?: boolean }>(call);
  if (!(await refSha(repositoryOf(call).git, name))) throw new Refusal(422, "Reference does not exist");
  await objectExists(call, sha);
  await move(call, name, sha, force);
  return { status: 200, body: render(call, { name, sha }) };
}

async function remove(call: Call): Promise<Answer> {
  const name = `refs/${call.params["ref"] ?? ""}`;
  if (!(await refSha(repositoryOf(call).git, name))) throw new Refusal(422, "Reference does not exist");
  await move(call, name, undefined, true);
  return { status: 204 };
}

/** Branches move as by a push; other refs just stand elsewhere. */
async function move(call: Call, name: string, to: string | undefined, force: boolean): Promise<void> {
  const repository = repositoryOf(call);
  const branch = /^refs\/heads\/(.+)$/.exec(name)?.[1];
  if (branch === undefined) {
    if (to === undefined) await moveRef(repository.git, name, undefined, await refSha(repository.git, name));
    else await setRef(repository.git, name, to);
    return;
  }
  refuseCommit(call.actor, repository, branch);
  if (to === undefined && branch === repository.defaultBranch)
    throw new Refusal(422, "Cannot delete the default branch");
  await push(call, doerOf(call), { repository, branch, to, force });
}

async function objectExists(call: Call, sha: string): Promise<void> {
  const object = /^[0-9a-f]{40}$/.test(sha) ? await repositoryOf(call).git.objects.read(sha) : undefined;
  if (!object) throw new Refusal(422, "Object does not exist");
}
