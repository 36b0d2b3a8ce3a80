import { createHash } from "node:crypto";
import { applyPatch, parsePatch, reversePatch } from "diff";

/**
 * The base's bytes, worked out from the head and GitHub's patch, which saves a call per file; undefined unless they hash to
 * exactly the blob that stands at the base.
 */
export function baseFromPatch(head: Buffer, patch: string | undefined, baseSha: string): Buffer | undefined {
  if (patch === undefined) return undefined;
  try {
    const [parsed, ...others] = parsePatch(patch);
    if (!parsed || others.length > 0) return undefined;
    const text = applyPatch(head.toString("utf8"), reversePatch(parsed), { autoConvertLineEndings: false });
    const bytes = text === false ? undefined : Buffer.from(text, "utf8");
    return bytes && blobSha(bytes, baseSha.length === 64 ? "sha256" : "sha1") === baseSha ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_object_storage */
function blobSha(bytes: Uint8Array, algorithm: "sha1" | "sha256" = "sha1"): string {
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
