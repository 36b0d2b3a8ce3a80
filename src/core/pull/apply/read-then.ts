import { UserError } from "../../errors.ts";
import type { PullRequestHost } from "../../pull-request.ts";

/** A file at an earlier head, which may be gone for good after a force push. */
export async function readThen(
  host: Pick<PullRequestHost, "readAt">,
  sha: string,
  path: string,
): Promise<string | undefined> {
  try {
    return await host.readAt(sha, path);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
