import { spawn } from "node:child_process";

/** Git ended with another code than 0. Its own words are kept; they may name refs and paths. */
export class GitError extends Error {
  override readonly name = "GitError";
  readonly code: number | null;
  readonly said: string;

  constructor(code: number | null, said: string) {
    super(`git ended with ${code ?? "a signal"}: ${said.trim().slice(0, 500)}`);
    this.code = code;
    this.said = said;
  }
}

/** No configuration, hook, prompt or transport of this machine takes part: only what the arguments say. */
export const GIT_ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_LITERAL_PATHSPECS: "1",
  LC_ALL: "C",
};

/** What git prints in a bare repository. Arguments are given as a list and come from this folder's code; names from outside are checked before. */
export async function runGit(
  folder: string,
  commands: readonly string[],
  input?: Uint8Array | string,
): Promise<Buffer> {
  const child = spawn("git", ["--git-dir", folder, "-c", "core.quotePath=false", ...commands], {
    env: GIT_ENVIRONMENT,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  // Git may end before it has read everything; its exit code says why.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);

  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new GitError(code, Buffer.concat(errors).toString());
  return Buffer.concat(output);
}

/** The same as text, without the last line feed. */
export async function gitText(
  folder: string,
  commands: readonly string[],
  input?: Uint8Array | string,
): Promise<string> {
  return (await runGit(folder, commands, input)).toString().replace(/\n$/, "");
}
