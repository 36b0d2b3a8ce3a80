import type { Row } from "../pulls/file-rows.ts";
import { apiUrl, pageUrl } from "../render/urls.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";

/** A file of a diff, as pull requests, commits and comparisons list it. @param sha where its addresses point */
export function renderFileRow(world: World, repository: Repository, row: Row, sha: string): Record<string, unknown> {
  const { file, additions, deletions, patch } = row;
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${pageUrl(world, repository)}/blob/${sha}/${path}`,
    raw_url: `${pageUrl(world, repository)}/raw/${sha}/${path}`,
    contents_url: `${apiUrl(world, repository)}/contents/${path}?ref=${sha}`,
    ...(patch !== undefined && { patch }),
    ...(file.previousPath !== undefined && { previous_filename: file.previousPath }),
  };
}
