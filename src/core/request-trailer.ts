/** The last line of a commit of ours: what asked for it, by which the commit is found again after a crash. */
export function requestTrailer(request: string): string {
  return `ReflexGen-Request: ${request.replace(/[^\w:./-]/g, "").slice(0, 200)}`;
}
