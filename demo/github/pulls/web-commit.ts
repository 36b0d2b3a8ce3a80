import { push } from "../code/push.ts";
import { writeCommit, type Files } from "../git/commit-files.ts";
import type { Doer, Stage } from "../stage.ts";
import type { Repository } from "../world/repository.ts";
import { WEB_FLOW } from "./try-merge.ts";

export type WebCommit = { repository: Repository; branch: string; head: string; files: Files; message: string };

/**
 * A commit that GitHub makes for somebody on its pages or by its API, signed, on the branch that stood at `head`.
 * @throws Refusal when the branch moved meanwhile
 */
export async function webCommit(stage: Stage, doer: Doer, commit: WebCommit): Promise<string> {
  const { world } = stage;
  const { repository, branch, head, files, message } = commit;
  const date = world.clock.now();
  const { name, login, email } = doer.account;
  const author = { name: doer.account.kind === "Bot" ? login : name, email, date };
  const committer = { ...WEB_FLOW, date };
  const sha = await writeCommit(repository.git, { parents: [head], files, message, author, committer });
  world.signedCommits.add(sha);
  await push(stage, doer, { repository, branch, to: sha, expected: head });
  return sha;
}
