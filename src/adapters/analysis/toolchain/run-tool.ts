import { spawn } from "node:child_process";

const TOOL_TIMEOUT_MS = 5000;
const MAX_OUTPUT_LENGTH = 200_000;

/** CPU seconds and kilobytes of address space: compilers can be made to compute, and to allocate, without end. */
const LIMITS = 'ulimit -t 5 2>/dev/null; ulimit -v 2000000 2>/dev/null; exec "$0" "$@"';

/**
 * What a compiler says of a text on its standard input, error output first; undefined when it could not be run or
 * needed more than 5 s. It and the processes that it started are gone then.
 */
export function runTool(
  file: string,
  argv: readonly string[],
  text: string,
  folder: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const tool = spawn("/bin/sh", ["-c", LIMITS, file, ...argv], {
      cwd: folder,
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C", PYTHONIOENCODING: "utf-8" },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    let failed = false;
    const end = (): void => {
      failed = true;
      // The whole group: a compiler's driver leaves its children behind.
      if (tool.pid !== undefined) killGroup(tool.pid);
    };
    const timer = setTimeout(end, TOOL_TIMEOUT_MS);
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted) end();
    for (const stream of [tool.stderr, tool.stdout]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        if (output.length < MAX_OUTPUT_LENGTH) output += part;
      });
    }
    tool.stdin.on("error", () => {}); // It may end before it has read everything.
    tool.stdin.end(text);
    tool.on("error", end);
    tool.on("close", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve(failed ? undefined : output);
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
