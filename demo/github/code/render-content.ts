import type { TreeEntry } from "../git/tree.ts";
import { apiUrl, pageUrl } from "../render/urls.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { wrappedBase64 } from "./wrapped-base64.ts";

type Rendered = Record<string, unknown>;

/** Larger files come without their content. @see https://docs.github.com/rest/repos/contents#get-repository-content */
const MAX_CONTENT_BYTES = 1024 * 1024;

/** As a folder's list shows it. */
export function renderEntry(world: World, repository: Repository, ref: string, entry: TreeEntry): Rendered {
  const path = entry.path.split("/").map(encodeURIComponent).join("/");
  const page = pageUrl(world, repository);
  const self = `${apiUrl(world, repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const html = `${page}/${entry.type === "tree" ? "tree" : "blob"}/${ref}/${path}`;
  const git = `${apiUrl(world, repository)}/git/${entry.type === "tree" ? "trees" : "blobs"}/${entry.sha}`;
  return {
    name: entry.path.slice(entry.path.lastIndexOf("/") + 1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: html,
    git_url: entry.type === "commit" ? null : git,
    download_url: entry.type === "blob" ? `${page}/raw/${ref}/${path}` : null,
    type: typeOf(entry),
    _links: { self, git: entry.type === "commit" ? null : git, html },
  };
}

/** One file, link or submodule. @param bytes of a blob */
export function renderContent(
  world: World,
  repository: Repository,
  ref: string,
  entry: TreeEntry,
  bytes: Buffer | undefined,
): Rendered {
  const common = renderEntry(world, repository, ref, entry);
  if (entry.type === "commit") return { ...common, submodule_git_url: `${world.url}/${entry.path}.git` };
  if (entry.mode === "120000") return { ...common, target: bytes?.toString() ?? "" };
  const tooLarge = (bytes?.length ?? 0) > MAX_CONTENT_BYTES;
  return {
    ...common,
    content: bytes && !tooLarge ? wrappedBase64(bytes) : "",
    encoding: tooLarge ? "none" : "base64",
  };
}

function typeOf({ type, mode }: TreeEntry): string {
  if (type === "tree") return "dir";
  if (type === "commit") return "submodule";
  return mode === "120000" ? "symlink" : "file";
}
