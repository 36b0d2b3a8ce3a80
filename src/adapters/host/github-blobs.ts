import type { RepositoryFiles } from "../../core/change.ts";
import { blobText, MAX_FILE_BYTES, unreadableMode } from "./blob-text.ts";
import { asked, type GitHubRepository } from "./github-repository.ts";
import type { GitHubTree } from "./github-tree.ts";
import { isRepositoryPath } from "./repository-path.ts";

/** The exact bytes of a blob. JSON with base64: GitHub's raw form is taken for UTF-8 by Octokit, which loses what is not. */
export async function readBlob(repository: GitHubRepository, sha: string): Promise<Buffer> {
  const { octokit, owner, repo } = repository;
  const data = await asked(repository, octokit.rest.git.getBlob({ owner, repo, file_sha: sha }));
  return Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
}

/** A reader of text files of one commit; undefined for what is not there, not a regular file, over 1 MB or not UTF-8. */
export function openBlobReader(repository: GitHubRepository, tree: GitHubTree): RepositoryFiles["read"] {
  return async (path) => {
    const entry = isRepositoryPath(path) ? await tree(path) : undefined;
    if (!entry || unreadableMode(entry.mode) !== undefined || entry.size > MAX_FILE_BYTES) return undefined;
    const read = blobText(await readBlob(repository, entry.sha));
    return "text" in read ? read.text : undefined;
  };
}
