import type { FileDiff } from "../git/diff.ts";
import { rememberedDiff } from "../git/remembered-diff.ts";
import type { World } from "../world.ts";
import { placeAnchor } from "./anchor.ts";
import { lineMap } from "./line-map.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { pullDiff, startOf } from "./pull-diff.ts";
import type { Anchor } from "./review-comment.ts";
import { threadsOf, type Thread } from "./thread.ts";

/**
 * Finds every thread's place at the pull request's head of now. A thread whose lines changed, or left the diff, is outdated.
 * It is worked out from where the thread was begun, so that a push and its reverse leave everything as it was.
 */
export async function placeThreads(world: World, pull: Pull): Promise<void> {
  const threads = threadsOf(world, pull);
  if (threads.length === 0) return;
  const files = await pullDiff(world, pull);
  for (const thread of threads) {
    const anchor = await movedAnchor(world, pull, thread);
    const placed = anchor && placeAnchor(files, anchor);
    thread.place = anchor && placed && !("faults" in placed) ? { anchor, position: placed.position } : undefined;
    if (thread.place) thread.commit = pull.head.sha;
  }
}

async function movedAnchor(world: World, pull: Pull, thread: Thread): Promise<Anchor | undefined> {
  const { original } = thread;
  const { path } = original;
  const sides = new Set([original.side, original.startSide ?? original.side]);
  const right = sides.has("RIGHT")
    ? await fileBetween(world, pull, path, thread.originalCommit, pull.head.sha)
    : undefined;
  const starts = sides.has("LEFT")
    ? await Promise.all([startOf(world, pull, thread.originalCommit), startOf(world, pull)])
    : undefined;
  const left = starts ? await fileBetween(world, pull, path, starts[0], starts[1]) : undefined;
  if (right?.status === "removed") return undefined;

  const maps = { RIGHT: lineMap(right?.patch), LEFT: lineMap(left?.patch) };
  const line = maps[original.side](original.line);
  if (line === undefined) return undefined;
  if (original.startLine === undefined) return { ...original, line };
  const startLine = maps[original.startSide ?? original.side](original.startLine);
  // A range that grew or shrank holds other lines than the comment was about.
  const whole = sides.size > 1 || (startLine !== undefined && line - startLine === original.line - original.startLine);
  return startLine !== undefined && whole && unbroken(original, maps) ? { ...original, line, startLine } : undefined;
}

function unbroken(original: Anchor, maps: Record<Anchor["side"], (line: number) => number | undefined>): boolean {
  if (original.startLine === undefined || (original.startSide ?? original.side) !== original.side) return true;
  for (let line = original.startLine; line <= original.line; line++)
    if (maps[original.side](line) === undefined) return false;
  return true;
}

async function fileBetween(
  world: World,
  pull: Pull,
  path: string,
  from: string | undefined,
  to: string | undefined,
): Promise<FileDiff | undefined> {
  if (from === undefined || to === undefined || from === to) return undefined;
  const files = await rememberedDiff(repositoryOfPull(world, pull).git, from, to);
  return files.find((file) => file.path === path || (file.previousPath === path && file.status === "renamed"));
}
