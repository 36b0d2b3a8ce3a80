/** What is done to the outside world and can't be taken back. Each stands between two crashpoints. */
export const EFFECTS = [
  "review",
  "comment",
  "comment-edit",
  "line-comment-edit",
  "reply",
  "thread",
  "reaction",
  "check",
  "commit",
] as const;
export type Effect = (typeof EFFECTS)[number];

export type Crashpoint = `${Effect}:${"before" | "after"}`;

/** All of them, for a runner that kills the process at each. */
export const CRASHPOINTS: readonly Crashpoint[] = EFFECTS.flatMap((effect): Crashpoint[] => [
  `${effect}:before`,
  `${effect}:after`,
]);

let reached: (name: Crashpoint) => void = () => {};

/** Nothing, unless a front door installed something: a place where a test may kill the process. */
export function crashpoint(name: Crashpoint): void {
  reached(name);
}

/** What happens at every crashpoint of this process from now on. */
export function installCrashpoints(onReached: (name: Crashpoint) => void): void {
  reached = onReached;
}
