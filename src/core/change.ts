import type { Language } from "./language.ts";
import type { LineRange } from "./text.ts";

/** How sure a sign of authorship is. Only `authenticated` and `recorded` can't be forged by writing text. */
export type Trust = "recorded" | "authenticated" | "claimed" | "weak";

/**
 * Who wrote some lines, as far as known. The absence of a sign means `unknown`, never `person`:
 * `person` needs a positive record (a git-ai `h_` key).
 */
export type Provenance = {
  author: "agent" | "person" | "unknown";
  /** The tool or login, when the sign names one: "Claude Code", "copilot-swe-agent[bot]". */
  name?: string;
  trust?: Trust;
  /** Lines at the head that this speaks of; absent: all changed lines of the file. */
  lines?: LineRange[];
};

/** One hunk of a diff. `head` lines exist in the head text; an empty side has `endLine` = `startLine` - 1. */
export type Hunk = { base: LineRange; head: LineRange };

/** A changed file whose head text can be read. Texts hold the exact characters of the blob, BOM and CR included. */
export type ChangedFile = {
  path: string;
  /** The path at the base, where it differs. */
  previousPath?: string;
  status: "added" | "modified" | "renamed" | "copied";
  language: Language;
  head: string;
  /** Absent for an added file. */
  base?: string;
  hunks: Hunk[];
  /** Lines at the head that the change added or rewrote. */
  changedLines: LineRange[];
  /**
   * Where the host's own diff has hunks, their context lines included: the only lines that a comment can stand at.
   * Lines at the head; a range never holds lines of two hunks. Absent where there is no host, or it shows no diff of the file.
   */
  diffRanges?: LineRange[];
  /** Lines at the base that the host's diff shows as removed, each run by itself: where a comment on removed lines can stand. */
  removedRanges?: LineRange[];
  provenance: Provenance[];
};

/**
 * Something that was not read, and the reason in words for people. `failed` = it was selected and could not be read,
 * so that the review is incomplete; without it, it was left out by choice or is nothing that can be reviewed.
 */
export type Unread = {
  path: string;
  lines?: LineRange;
  reason: string;
  failed?: boolean;
  /** How soon it should have been read, where that is known: see `riskOf`. */
  risk?: number;
};

/** Reasons of entries that hold no text of their own, whatever their name ends in: there is nothing in them to review. */
export const NO_TEXT_OF_ITS_OWN = {
  symlink: "symbolic link: not followed",
  submodule: "submodule: its commits are another repository's",
  special: "not a regular file",
} as const;

/** What a review looks at, pinned. Built by a host adapter; nothing in it is executed or followed. */
export type ChangeSet = {
  /** "owner/repo#12", a folder's name: for people. */
  title: string;
  /** Full SHAs; `base` is the merge base. Absent where there is no git (plain files, uncommitted work). */
  baseSha?: string;
  headSha?: string;
  files: ChangedFile[];
  /** Files of the change that can't be read as text, with reasons: binary, too large, symlink, submodule, not UTF-8 … */
  unread: Unread[];
  /** Deleted files, by path. */
  removed: string[];
};

/**
 * Any file of the reviewed repository, read-only, at the head side of the change.
 * Used for context, manifests and policy; paths are repository-relative with `/`.
 */
export type RepositoryFiles = {
  /** The text at the head, or undefined when there is none, it is not UTF-8 text, or it is over 1 MB. */
  read(path: string): Promise<string | undefined>;
  /** The text at the base side, for policy, suppressions and baselines. */
  readBase(path: string): Promise<string | undefined>;
  /** Paths of files that mention any of the words (whole words), at most `limit`; empty where the host can't search. */
  mentioning(words: readonly string[], limit: number): Promise<string[]>;
};

/** A change set and the repository around it. */
export type Change = {
  set: ChangeSet;
  files: RepositoryFiles;
  /** Lets go of what was put aside for reading `files`. Safe to call twice; where it is not called, a later clean-up does it. */
  close?: () => Promise<void>;
};
