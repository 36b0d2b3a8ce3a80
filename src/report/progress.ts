import type { WriteStream } from "node:tty";
import type { Progress } from "../core/review-deps.ts";
import { truncate } from "./display-width.ts";
import { visible } from "./escape.ts";
import { openPage } from "./page.ts";

export type ProgressOptions = {
  colour: boolean;
  /** False when nobody watches: piped, or in CI. */
  enabled: boolean;
  /** Milliseconds on any clock that only goes forward. */
  now?: () => number;
};

/** One line, rewritten in place, that says where a long review stands. It is gone when the work is done. */
export type ProgressLine = {
  start(): void;
  show(progress: Progress): void;
  stop(): void;
};

/** Quick work needs no line; later changes are drawn at most this often, and the clock at least every second. */
const FIRST_AFTER_MS = 500;
const REDRAW_AFTER_MS = 100;
const TICK_MS = 1000;

/** To the line's start, and erase the line. @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
const ERASE = "\r\u001b[2K";

/** Columns left free: a terminal writes ^C behind the line, and a line that wraps can't be erased. */
const ROOM = 3;

type Screen = Pick<WriteStream, "write"> & { columns?: number };

export function openProgress(
  stream: Screen,
  { colour, enabled, now = () => performance.now() }: ProgressOptions,
): ProgressLine {
  let timer: NodeJS.Timeout | undefined;
  let startedMs = 0;
  let drawnMs = 0;
  let isDrawn = false;
  let current: Progress | undefined;

  function draw() {
    const nowMs = now();
    if (!current || nowMs - startedMs < FIRST_AFTER_MS || nowMs - drawnMs < REDRAW_AFTER_MS) return;
    const width = (stream.columns ?? 80) - ROOM;
    const line = truncate(progressWords(current, nowMs - startedMs), width);
    stream.write(ERASE + openPage({ width, colour }).paint("quiet", line));
    drawnMs = nowMs;
    isDrawn = true;
  }

  return {
    start() {
      if (!enabled || timer) return;
      startedMs = now();
      drawnMs = startedMs;
      timer = setInterval(draw, TICK_MS).unref();
    },
    show(progress) {
      if (!timer) return;
      current = progress;
      draw();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
      if (isDrawn) stream.write(ERASE);
      isDrawn = false;
    },
  };
}

/** "Reviewing 3 of 12 · 41 s · src/users.py Users.login": what may be cut stands last. */
export function progressWords({ done, of, subject }: Progress, elapsedMs: number): string {
  const place = of === undefined ? (done > 0 ? `${done} done` : "") : `${Math.min(done + 1, of)} of ${of}`;
  return [`Reviewing ${place}`.trim(), `${Math.floor(elapsedMs / 1000)} s`, visible(subject)].join(" · ");
}
