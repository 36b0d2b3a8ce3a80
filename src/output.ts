import { access, constants, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Output } from "./commands/output-review.ts";
import { UserError } from "./core/errors.ts";
import { visible } from "./report/escape.ts";
import { openProgress } from "./report/progress.ts";
import { redactTokens } from "./report/redact.ts";
import { packageVersion } from "./package.ts";

const DEFAULT_WIDTH = 100;

/** The terminal of this process. Colour and width follow the terminal; NO_COLOR and FORCE_COLOR decide otherwise. */
export async function openOutput(): Promise<Output> {
  const { stdout, stderr } = process;
  const progress = openProgress(stderr, {
    colour: stderr.isTTY && stderr.hasColors(),
    enabled: stderr.isTTY && !process.env["CI"],
  });
  return {
    width: stdout.columns ?? DEFAULT_WIDTH,
    colour: hasColour(),
    toolVersion: await packageVersion(),
    say: (text) => void stderr.write(`${visible(redactTokens(text))}\n`),
    write: (text) =>
      new Promise((resolve, reject) =>
        // A reader that has gone away has read what it wanted.
        stdout.write(text, (error) =>
          error && !("code" in error && error.code === "EPIPE") ? reject(error) : resolve(),
        ),
      ),
    async writeFile(path, text) {
      await writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
        throw unwritable(path, error.code);
      });
    },
    startProgress: () => progress.start(),
    progress: (state) => progress.show(state),
    stopProgress: () => progress.stop(),
  };
}

/**
 * Before a review costs anything: that its result will have a place.
 *
 * @throws UserError when the folder of `path` is not there or `path` can't be written.
 */
export async function refuseUnwritable(path: string): Promise<void> {
  const problem = await access(dirname(resolve(path)), constants.W_OK)
    .then(async () => ((await stat(path)).isDirectory() ? "EISDIR" : access(path, constants.W_OK)))
    .catch((error: NodeJS.ErrnoException) =>
      error.syscall === "stat" && error.code === "ENOENT" ? undefined : error.code,
    );
  if (typeof problem === "string") throw unwritable(path, problem);
}

function unwritable(path: string, code: string | undefined): UserError {
  return new UserError(`${path} can't be written (${code ?? "unknown reason"})`);
}

function hasColour(): boolean {
  if (process.env["FORCE_COLOR"] !== undefined) return process.env["FORCE_COLOR"] !== "0";
  return process.stdout.isTTY && process.stdout.hasColors();
}
