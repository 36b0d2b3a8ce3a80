import type { Account } from "./world/account.ts";
import type { App, Installation, ManifestCode, Token } from "./world/app.ts";
import type { Repository } from "./world/repository.ts";
import type { PlatformState } from "./platform-state.ts";
import { emptyPlatformState } from "./platform-state.ts";

/**
 * Everything that this GitHub knows, as plain state in memory: tests may look at it, and people and routes change it.
 * Code of repositories is not here but in bare git folders under `folder`.
 */
export type World = {
  /** Where people look: `http://127.0.0.1:PORT`. The API is at `${url}/api/v3`. */
  url: string;
  /** Bare repositories live here; removed on close. */
  folder: string;
  clock: Clock;
  accounts: Map<number, Account>;
  apps: Map<number, App>;
  installations: Map<number, Installation>;
  /** By secret. */
  tokens: Map<string, Token>;
  manifestCodes: Map<string, ManifestCode>;
  repositories: Map<number, Repository>;
  lastId: number;
  /** Which of GitHub's two forms new installation tokens have: 40 characters, or about 520 with `-` and `_` in them. */
  tokenForm: "short" | "long";
} & PlatformState;

/** The world's time. It runs with the machine's until a test sets or moves it. */
export type Clock = { now(): Date; set(time: Date): void; advance(milliseconds: number): void };

export function openWorld(options: { url: string; folder: string; clock: Clock }): World {
  return {
    ...options,
    accounts: new Map(),
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    manifestCodes: new Map(),
    repositories: new Map(),
    lastId: 1000,
    tokenForm: "short",
    ...emptyPlatformState(),
  };
}

/** One counter for everything that has an id, so that no two things ever share one. */
export function nextId(world: World): number {
  world.lastId += 1;
  return world.lastId;
}

/** The world's time as GitHub writes it: `2026-01-31T12:00:00Z`. */
export function timestamp(world: World): string {
  return world.clock
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z");
}
