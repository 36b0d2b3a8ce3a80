import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { GIT_ENVIRONMENT } from "./run-git.ts";

export type GitObject = { sha: string; type: string; bytes: Buffer };

/** Reads objects by name (a SHA, `SHA:path`, a ref) through one `git cat-file --batch` that is started at the first question. */
export type ObjectReader = {
  read(name: string): Promise<GitObject | undefined>;
  close(): void;
};

type Waiting = { resolve(object: GitObject | undefined): void; reject(error: Error): void };

export function openObjectReader(folder: string): ObjectReader {
  let child: ChildProcessWithoutNullStreams | undefined;
  let chunks: Buffer[] = [];
  let size = 0;
  /** Bytes that must have come before looking again; keeps large objects from being joined for every chunk. */
  let wanted = 0;
  let waiting: Waiting[] = [];

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn("git", ["--git-dir", folder, "cat-file", "--batch"], { env: GIT_ENVIRONMENT });
    // Whoever forgets to close must still be able to end: the child goes when its input does.
    started.unref();
    started.stdin.on("error", () => undefined);
    started.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= wanted) take();
    });
    started.on("close", () => {
      for (const one of waiting.splice(0)) one.reject(new Error("git cat-file ended"));
      child = undefined;
    });
    return started;
  }

  function take(): void {
    let rest: Buffer = Buffer.concat(chunks);
    wanted = 0;
    for (let answer = readAnswer(rest); answer; answer = readAnswer(rest)) {
      if (answer.needs) {
        wanted = answer.needs;
        break;
      }
      rest = rest.subarray(answer.length);
      waiting.shift()?.resolve(answer.object);
    }
    chunks = [rest];
    size = rest.length;
    if (waiting.length === 0) hold(child, false);
  }

  return {
    async read(name) {
      if (/[\n\0]/.test(name)) return undefined;
      return await new Promise<GitObject | undefined>((resolve, reject) => {
        child ??= start();
        waiting.push({ resolve, reject });
        hold(child, true);
        child.stdin.write(`${name}\n`);
      });
    },
    close() {
      child?.stdin.end();
      waiting = [];
    },
  };
}

type Answer = { object?: GitObject; length: number; needs?: number };

/** `<sha> <type> <size>\n<bytes>\n`, or `<name> missing\n`. */
function readAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf(10);
  if (end < 0) return undefined;
  const head = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(bytes.toString("latin1", 0, end));
  if (!head) return { length: end + 1 };
  const [, sha = "", type = "", count] = head;
  const length = end + 1 + Number(count) + 1;
  if (bytes.length < length) return { length, needs: length };
  return { object: { sha, type, bytes: Buffer.from(bytes.subarray(end + 1, length - 1)) }, length };
}

/** While an answer is awaited the process must stay alive; afterwards the pipe alone must not hold it. */
function hold(child: ChildProcessWithoutNullStreams | undefined, yes: boolean): void {
  const pipe: unknown = child?.stdout;
  if (!isHandle(pipe)) return;
  if (yes) pipe.ref();
  else pipe.unref();
}

function isHandle(value: unknown): value is { ref(): void; unref(): void } {
  return typeof value === "object" && value !== null && "ref" in value && "unref" in value;
}
