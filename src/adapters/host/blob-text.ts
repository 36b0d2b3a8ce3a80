import { NO_TEXT_OF_ITS_OWN } from "../../core/change.ts";

/** Files above this are not read: 1 MB. */
export const MAX_FILE_BYTES = 1024 * 1024;
/** Most files, and most bytes of both sides together, that one change set holds in memory; the rest is named as not read. */
export const MAX_FILES = 3000;
export const MAX_CHANGE_BYTES = 128 * 1024 * 1024;

/** The exact characters of a file, or why it is not text, in words for people. */
export type BlobText = { text: string } | { reason: string };

export const REASONS = {
  tooLarge: "larger than 1 MB",
  binary: "binary file",
  utf16: "UTF-16 text: only UTF-8 is read",
  notUtf8: "not UTF-8 text",
  largeFile: "Git LFS pointer: the file itself is not in the repository",
  ...NO_TEXT_OF_ITS_OWN,
  tooMany: "the change has more than 3,000 files",
  tooMuch: "the change holds more than 128 MB of text",
  gone: "it is gone from the work tree",
  missing: "its contents are not in this clone, which is a partial one",
} as const;

/**
 * The text of a file's bytes, BOM and line endings included: encoding it again gives the same bytes.
 */
export function blobText(bytes: Uint8Array): BlobText {
  if (bytes.length > MAX_FILE_BYTES) return { reason: REASONS.tooLarge };
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return { reason: REASONS.utf16 };
  if (bytes.includes(0)) return { reason: REASONS.binary };
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return isLargeFilePointer(text) ? { reason: REASONS.largeFile } : { text };
  } catch {
    return { reason: REASONS.notUtf8 };
  }
}

/** Why an entry of this git mode is never read, whatever its bytes; undefined for regular files. */
export function unreadableMode(mode: string): string | undefined {
  if (mode === "120000") return REASONS.symlink;
  if (mode === "160000") return REASONS.submodule;
  return mode.startsWith("100") ? undefined : REASONS.special;
}

/** @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md#the-pointer */
function isLargeFilePointer(text: string): boolean {
  return (
    text.length < 1024 &&
    /^version https:\/\/git-lfs\.github\.com\/spec\/v\d+\n/.test(text) &&
    /^oid sha256:/m.test(text)
  );
}
