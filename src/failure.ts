import { AnalysisError } from "./core/analysis.ts";
import { InterruptError, StoreError, UserError } from "./core/errors.ts";
import { visibleProse } from "./report/escape.ts";
import { redactTokens } from "./report/redact.ts";

/** To the line's start, and erase it: a progress line may stand there. */
const ERASE = "\r\u001b[2K";

/** Says in one line why a command could not be done, and gives its exit code. Whatever we did not expect shows its stack only with REFLEXGEN_DEBUG=1. */
export function reportFailure(error: unknown): number {
  const { stderr } = process;
  const say = (text: string) => void stderr.write(`${stderr.isTTY ? ERASE : ""}reflexgen: ${redactTokens(text)}\n`);
  if (error instanceof InterruptError) {
    say("stopped");
    return error.exitCode;
  }
  const message = visibleProse(error instanceof Error ? error.message : String(error));
  if (error instanceof UserError || error instanceof StoreError) say(message);
  else if (error instanceof AnalysisError) say(`the analysis process does not work: ${message}`);
  else {
    say(`this should not have happened: ${message.slice(0, 300)} (REFLEXGEN_DEBUG=1 shows where)`);
    if (process.env["REFLEXGEN_DEBUG"] === "1" && error instanceof Error)
      stderr.write(`${redactTokens(error.stack ?? "")}\n`);
  }
  return 2;
}

/**
 * What no command catches: a reader that left (`| head -1`) is no failure, and anything else ends calmly too.
 * A write to a closed pipe is told to its stream and to its caller; this is for the stream.
 */
export function guardProcess(): void {
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  };
  process.stdout.on("error", onError);
  process.stderr.on("error", onError);
  process.once("uncaughtException", (error) => process.exit(reportFailure(error)));
}
