import { bodyOf } from "../doer-of.ts";
import { repositoryOf } from "../frame/call.ts";
import { notFound, Refusal } from "../frame/refusal.ts";
import { writeCommit, type FileChange, type Signature } from "../git/commit-files.ts";
import { writeMerge } from "../git/merge.ts";
import { resolveCommit } from "../git/refs.ts";
import { gitText } from "../git/run-git.ts";
import { readTree } from "../git/tree.ts";
import { WEB_FLOW } from "../pulls/try-merge.ts";
import { apiUrl } from "../render/urls.ts";
import type { Answer, Call, Route } from "../route.ts";
import { nodeId } from "../world/node-id.ts";
import { treeOf } from "./tree-of.ts";
import { wrappedBase64 } from "./wrapped-base64.ts";

const GIT = "/repos/{owner}/{repo}/git";
/** @see https://docs.github.com/rest/git/trees#get-a-tree */
const MAX_TREE_ENTRIES = 100_000;

/** Git's own objects: blobs and trees. */
export const gitObjectRoutes: readonly Route[] = [
  { method: "GET", path: `${GIT}/blobs/{file_sha}`, handle: getBlob },
  { method: "POST", path: `${GIT}/blobs`, handle: createBlob },
  { method: "GET", path: `${GIT}/trees/{tree_sha}`, handle: getTree },
  { method: "POST", path: `${GIT}/trees`, handle: createTree },
];

async function getBlob(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const name = call.params["file_sha"] ?? "";
  const blob = /^[0-9a-f]{40}$/.test(name) ? await repository.git.objects.read(name) : undefined;
  if (blob?.type !== "blob") throw notFound();
  if (/\.raw\b/.test(call.headers.accept ?? ""))
    return { status: 200, body: blob.bytes, headers: { "content-type": "application/vnd.github.raw; charset=utf-8" } };
  return {
    status: 200,
    body: {
      sha: blob.sha,
      node_id: `${nodeId("B", repository.id)}_${blob.sha}`,
      size: blob.bytes.length,
      url: `${apiUrl(call.world, repository)}/git/blobs/${blob.sha}`,
      content: wrappedBase64(blob.bytes),
      encoding: "base64",
    },
  };
}

async function createBlob(call: Call): Promise<Answer> {
  const { content, encoding } = bodyOf<{ content: string; encoding?: string }>(call);
  const bytes = Buffer.from(content, encoding === "base64" ? "base64" : "utf8");
  const { git } = repositoryOf(call);
  const sha = await gitText(git.folder, ["hash-object", "-w", "--stdin"], bytes);
  return { status: 201, body: { sha, url: `${apiUrl(call.world, repositoryOf(call))}/git/blobs/${sha}` } };
}

async function getTree(call: Call): Promise<Answer> {
  const { git } = repositoryOf(call);
  const name = call.params["tree_sha"] ?? "";
  const commit = await resolveCommit(git, name);
  const tree = await git.objects.read(`${commit ?? name}^{tree}`);
  if (!tree) throw notFound();
  return { status: 200, body: await renderTree(call, tree.sha, call.query.has("recursive")) };
}

async function renderTree(call: Call, sha: string, recursive = false): Promise<Record<string, unknown>> {
  const repository = repositoryOf(call);
  const api = `${apiUrl(call.world, repository)}/git`;
  const entries = await readTree(repository.git, sha, recursive);
  return {
    sha,
    url: `${api}/trees/${sha}`,
    truncated: entries.length > MAX_TREE_ENTRIES,
    tree: entries.slice(0, MAX_TREE_ENTRIES).map(({ path, mode, type, sha, size }) => ({
      path,
      mode,
      type,
      sha,
      ...(size !== undefined && { size }),
      ...(type !== "commit" && { url: `${api}/${type === "tree" ? "trees" : "blobs"}/${sha}` }),
    })),
  };
}

type WireEntry = { path?: string; mode?: string; sha?: string | null; content?: string };

async function createTree(call: Call): Promise<Answer> {
  const { git } = repositoryOf(call);
  const { tree, base_tree } = bodyOf<{ tree: WireEntry[]; base_tree?: string }>(call);
  if (base_tree !== undefined && !(await git.objects.read(`${base_tree}^{tree}`)))
    throw new Refusal(422, "base_tree is not a valid tree oid");
  const author: Signature = { ...WEB_FLOW, date: call.world.clock.now() };
  const base =
    base_tree === undefined ? undefined : await writeMerge(git, await treeOf(call, base_tree), [], "base", author);
  const files: Record<string, FileChange> = {};
  for (const { path = "", mode = "100644", sha, content } of tree) {
    if (/(^|\/)(\.{1,2}|\.git)?(\/|$)/i.test(path))
      throw new Refusal(422, `tree.path contains a malformed path component`);
    if (sha === null) files[path] = null;
    else if (sha === undefined) files[path] = { stored: await blobOf(call, content ?? ""), mode };
    else if (await git.objects.read(sha)) files[path] = { stored: sha, mode };
    else throw new Refusal(422, `GitRPC::BadObjectState: tree.sha ${sha} does not exist`);
  }
  const commit = await writeCommit(git, { parents: base ? [base] : [], files, message: "tree", author });
  return { status: 201, body: await renderTree(call, await treeOf(call, commit)) };
}

async function blobOf(call: Call, content: string): Promise<string> {
  return await gitText(repositoryOf(call).git.folder, ["hash-object", "-w", "--stdin"], content);
}
