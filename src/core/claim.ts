import type { Cwe, Severity } from "./weakness.ts";

/** What another analyser reported, before it is held against the code. All its words are that tool's, or an attacker's. */
export type Claim = {
  tool: string;
  id: string;
  /** As the tool files it, the nearest first; never empty. */
  weaknesses: [Cwe, ...Cwe[]];
  severity: Severity;
  /** From 0 to 1. */
  confidence: number;
  /** One line. */
  title: string;
  reason: string;
  /** Relative to the repository, inside of it. */
  path: string;
  place: ClaimedPlace;
};

/** Lines and columns from 1, as the tool counted them; `snippet` is the code that it saw there, whole lines or a part of one. */
export type ClaimedPlace = {
  startLine: number;
  endLine: number;
  startColumn?: number;
  endColumn?: number;
  snippet?: string;
};

/** What was read from the files of others' results, and what was left out of it, in words for people. */
export type Claims = { claims: readonly Claim[]; notes: readonly string[] };
