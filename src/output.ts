import { writeFile } from "node:fs/promises";
import type { Output } from "./commands/output-review.ts";
import { UserError } from "./core/errors.ts";
import { openProgress } from "./report/progress.ts";
import { packageVersion } from "./wire.ts";

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
    say: (text) => void stderr.write(`${text}\n`),
    write: (text) =>
      new Promise((resolve, reject) => stdout.write(text, (error) => (error ? reject(error) : resolve()))),
    async writeFile(path, text) {
      await writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
        throw new UserError(`${path} can't be written (${error.code ?? "unknown reason"})`);
      });
    },
    startProgress: () => progress.start(),
    progress: (state) => progress.show(state),
    stopProgress: () => progress.stop(),
  };
}

function hasColour(): boolean {
  if (process.env["FORCE_COLOR"] !== undefined) return process.env["FORCE_COLOR"] !== "0";
  return process.stdout.isTTY && process.stdout.hasColors();
}
