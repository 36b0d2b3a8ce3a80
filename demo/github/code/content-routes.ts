import { bodyOf, doerOf } from "../doer-of.ts";
import { repositoryOf } from "../frame/call.ts";
import { notFound, Refusal } from "../frame/refusal.ts";
import { readCommit } from "../git/commits.ts";
import { branchSha, resolveCommit } from "../git/refs.ts";
import { entryAt, readTree, type TreeEntry } from "../git/tree.ts";
import { webCommit } from "../pulls/web-commit.ts";
import type { Answer, Call, Route } from "../route.ts";
import type { Repository } from "../world/repository.ts";
import { refuseCommit } from "./refuse-commit.ts";
import { renderContent, renderEntry } from "./render-content.ts";
import { renderGitCommit } from "./render-commit.ts";

const CONTENTS = "/repos/{owner}/{repo}/contents/{path}";

/** Files and folders at a commit, and a commit of one file. */
export const contentRoutes: readonly Route[] = [
  { method: "GET", path: CONTENTS, handle: getContent },
  { method: "PUT", path: CONTENTS, handle: putContent },
];

async function getContent(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const ref = call.query.get("ref") ?? repository.defaultBranch;
  const sha = await resolveCommit(repository.git, ref);
  if (!sha) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const path = (call.params["path"] ?? "").replaceAll(/^\/+|\/+$/g, "");
  const entry = path === "" ? undefined : await entryAt(repository.git, sha, path);
  if (path === "" || entry?.type === "tree") {
    const entries = await readTree(repository.git, path === "" ? sha : `${sha}:${path}`);
    const folder = path === "" ? "" : `${path}/`;
    return { status: 200, body: entries.map((one) => renderEntry(call.world, repository, ref, inFolder(one, folder))) };
  }
  if (!entry) throw notFound();
  const file = entry.mode === "120000" ? ((await followed(repository, sha, entry)) ?? entry) : entry;
  const bytes = file.type === "blob" ? (await repository.git.objects.read(file.sha))?.bytes : undefined;
  if (/\.raw\b/.test(call.headers.accept ?? "") && bytes)
    return { status: 200, body: bytes, headers: { "content-type": "application/vnd.github.raw; charset=utf-8" } };
  return { status: 200, body: renderContent(call.world, repository, ref, { ...file, path: entry.path }, bytes) };
}

const inFolder = (entry: TreeEntry, folder: string): TreeEntry => ({ ...entry, path: folder + entry.path });

/** A link to a file of the repository answers as that file. */
async function followed(repository: Repository, sha: string, link: TreeEntry): Promise<TreeEntry | undefined> {
  const target = (await repository.git.objects.read(link.sha))?.bytes.toString() ?? "";
  const { pathname } = new URL(target, `http://localhost/${encodeURI(link.path)}`);
  const entry = await entryAt(repository.git, sha, decodeURI(pathname).slice(1));
  return entry?.type === "blob" && entry.mode !== "120000" ? entry : undefined;
}

type NewContent = { message: string; content: string; sha?: string; branch?: string };

async function putContent(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const path = call.params["path"] ?? "";
  const { message, content, sha, branch = repository.defaultBranch } = bodyOf<NewContent>(call);
  refuseCommit(call.actor, repository, branch, [path]);
  const head = await branchSha(repository.git, branch);
  if (!head) throw new Refusal(404, `Branch ${branch} not found`);
  const before = await entryAt(repository.git, head, path);
  if (before && sha === undefined) throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (sha !== undefined && before?.sha !== sha) throw new Refusal(409, `${path} does not match ${sha}`);

  const files = { [path]: Buffer.from(content, "base64") };
  const made = await webCommit(call, doerOf(call), { repository, branch, head, files, message });
  const [commit, entry] = await Promise.all([readCommit(repository.git, made), entryAt(repository.git, made, path)]);
  const body = {
    content: entry && renderEntry(call.world, repository, branch, entry),
    commit: commit && renderGitCommit(call.world, repository, commit),
  };
  return { status: before ? 200 : 201, body };
}
