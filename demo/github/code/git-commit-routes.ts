import { bodyOf, doerOf } from "../doer-of.ts";
import { repositoryOf } from "../frame/call.ts";
import { notFound, Refusal } from "../frame/refusal.ts";
import type { Signature } from "../git/commit-files.ts";
import { readCommit } from "../git/commits.ts";
import { writeMerge } from "../git/merge.ts";
import type { Answer, Call, Route } from "../route.ts";
import { renderGitCommit } from "./render-commit.ts";
import { treeOf } from "./tree-of.ts";

const COMMITS = "/repos/{owner}/{repo}/git/commits";

export const gitCommitRoutes: readonly Route[] = [
  { method: "GET", path: `${COMMITS}/{commit_sha}`, handle: getCommit },
  { method: "POST", path: COMMITS, handle: createCommit },
];

async function getCommit(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const commit = await readCommit(repository.git, call.params["commit_sha"] ?? "");
  if (!commit) throw notFound();
  return { status: 200, body: renderGitCommit(call.world, repository, commit) };
}

type NewCommit = {
  message: string;
  tree: string;
  parents?: string[];
  author?: { name: string; email: string; date?: string };
  committer?: { name?: string; email?: string; date?: string };
};

async function createCommit(call: Call): Promise<Answer> {
  const { git } = repositoryOf(call);
  const { message, tree, parents = [], author, committer } = bodyOf<NewCommit>(call);
  for (const name of [tree, ...parents])
    if (!(await git.objects.read(name))) throw new Refusal(422, "Tree SHA does not exist");
  const now = call.world.clock.now();
  const { login, email } = doerOf(call).account;
  const own: Signature = { name: login, email, date: now };
  const written: Signature = author ? { ...author, date: author.date ? new Date(author.date) : now } : own;
  const signed: Signature = {
    name: committer?.name ?? written.name,
    email: committer?.email ?? written.email,
    date: committer?.date ? new Date(committer.date) : written.date,
  };
  const sha = await writeMerge(git, await treeOf(call, tree), parents, message, written, signed);
  // GitHub signs what a bot commits in its own name only.
  if (!author && !committer && doerOf(call).app) call.world.signedCommits.add(sha);
  const commit = await readCommit(git, sha);
  if (!commit) throw notFound();
  return { status: 201, body: renderGitCommit(call.world, repositoryOf(call), commit) };
}
