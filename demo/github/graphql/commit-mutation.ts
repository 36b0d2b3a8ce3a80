import { refuseCommit } from "../code/refuse-commit.ts";
import { Refusal } from "../frame/refusal.ts";
import type { FileChange } from "../git/commit-files.ts";
import { readCommit } from "../git/commits.ts";
import { branchSha } from "../git/refs.ts";
import { webCommit } from "../pulls/web-commit.ts";
import { pageUrl } from "../render/urls.ts";
import { nodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import { GraphqlRefusal, needPermission } from "./graphql-refusal.ts";
import { graphqlDoer, inputOf, isRecord } from "./input.ts";
import type { Arguments, GraphqlCall, Resolvers } from "./resolver.ts";
import { needWriting, visibleRepository } from "./visible-repository.ts";

/** Whole files in base64 on a branch that stands where the caller saw it; signed by GitHub, without a word on modes. */
export const commitMutation: Resolvers = {
  "Mutation.createCommitOnBranch": async (_, args, call) => {
    const input = inputOf(args);
    const { repository, branch } = branchOf(call, input);
    needPermission(call, "contents", "write");
    needWriting(call, repository);
    const expected = String(input["expectedHeadOid"]);
    const tip = await branchSha(repository.git, branch);
    if (tip !== expected) throw stale(expected);
    const files = filesOf(input["fileChanges"]);
    await refusePaths(call, repository, branch, tip, files);
    const sha = await commit(call, { repository, branch, head: tip, files, message: messageOf(input["message"]) });
    return {
      clientMutationId: input["clientMutationId"] ?? null,
      commit: await commitNode(call, repository, sha),
      ref: { __typename: "Ref", id: nodeId("REF", repository.id), name: branch, prefix: "refs/heads/" },
    };
  },
};

/** The two blanks are GitHub's. */
const stale = (sha: string) =>
  new GraphqlRefusal("STALE_DATA", `Expected branch to point to "${sha}" but it did not.  Pull and try again.`);

function branchOf(call: GraphqlCall, { branch }: Arguments): { repository: Repository; branch: string } {
  const named = isRecord(branch) ? branch : {};
  const { repositoryNameWithOwner: fullName, branchName } = named;
  const [owner, name] = typeof fullName === "string" ? fullName.split("/") : [];
  if (!owner || !name || typeof branchName !== "string")
    throw new GraphqlRefusal("UNPROCESSABLE", "A branch must be given by repositoryNameWithOwner and branchName.");
  return {
    repository: visibleRepository(call, owner, name),
    branch: branchName.replace(/^refs\/heads\//, ""),
  };
}

function filesOf(fileChanges: unknown): Record<string, FileChange> {
  const { additions, deletions } = isRecord(fileChanges) ? fileChanges : {};
  const files: Record<string, FileChange> = {};
  for (const deletion of records(deletions)) files[String(deletion["path"])] = null;
  for (const addition of records(additions))
    files[String(addition["path"])] = Buffer.from(String(addition["contents"]), "base64");
  return files;
}

function records(list: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

async function refusePaths(
  call: GraphqlCall,
  repository: Repository,
  branch: string,
  head: string,
  files: Readonly<Record<string, FileChange>>,
): Promise<void> {
  for (const [path, change] of Object.entries(files)) {
    if (/(^|\/)(\.{0,2}|\.git)(\/|$)/i.test(path) || path.includes("\0"))
      throw new GraphqlRefusal(
        "UNPROCESSABLE",
        `A path was requested for addition or deletion that is invalid: "${path}"`,
      );
    if (change === null && !(await repository.git.objects.read(`${head}:${path}`)))
      throw new GraphqlRefusal(
        "UNPROCESSABLE",
        `A path was requested for deletion which does not exist as of commit oid \`${head}\`: ${path}`,
      );
  }
  try {
    refuseCommit(call.actor, repository, branch, Object.keys(files));
  } catch (error) {
    throw error instanceof Refusal
      ? new GraphqlRefusal(error.status === 403 ? "FORBIDDEN" : "UNPROCESSABLE", error.message)
      : error;
  }
}

async function commit(call: GraphqlCall, wish: Parameters<typeof webCommit>[2]): Promise<string> {
  try {
    return await webCommit(call, graphqlDoer(call), wish);
  } catch (error) {
    // Somebody pushed between the look and the move.
    throw error instanceof Refusal ? stale(wish.head) : error;
  }
}

function messageOf(message: unknown): string {
  const { headline, body } = isRecord(message) ? message : {};
  return typeof body === "string" && body !== "" ? `${String(headline)}\n\n${body}` : String(headline);
}

async function commitNode(
  { world }: GraphqlCall,
  repository: Repository,
  sha: string,
): Promise<Record<string, unknown>> {
  const made = await readCommit(repository.git, sha);
  if (!made) throw new Error(`no commit ${sha}`);
  const [headline = "", ...body] = made.message.split("\n");
  return {
    __typename: "Commit",
    id: nodeId("C", repository.id),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    message: made.message,
    messageHeadline: headline,
    messageBody: body.join("\n").trim(),
    url: `${pageUrl(world, repository)}/commit/${sha}`,
    committedDate: made.committer.date.toISOString(),
    authoredDate: made.author.date.toISOString(),
    signature: { __typename: "GpgSignature", isValid: true, state: "VALID", wasSignedByGitHub: true },
  };
}
