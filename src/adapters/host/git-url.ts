/** Where git finds a repository, by the API's address: github.com, `NAME.ghe.com`, or a GitHub Enterprise Server. */
export function gitUrl(apiUrl: string | undefined, owner: string, repo: string): string {
  const url = new URL(apiUrl ?? "https://api.github.com");
  // On a server of one's own the API is a path; elsewhere it is a name of its own.
  const host = url.pathname.startsWith("/api/") ? url.host : url.host.replace(/^api\./, "");
  return `${url.protocol}//${host}/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}.git`;
}
