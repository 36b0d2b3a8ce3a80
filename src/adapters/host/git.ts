import { homedir } from "node:os";
import { resolve } from "node:path";
import { statSync } from "node:fs";
import { simpleGit } from "simple-git";
import { UserError } from "../../core/errors.ts";

/** Git, asked only for reading. Arguments come from this folder's code alone; what others name goes in by standard input or as a full SHA. */
export type Git = {
  readonly folder: string;
  /** What git prints, as UTF-8. */
  text(commands: string[], input?: string): Promise<string>;
  /** What `git cat-file` prints, byte for byte. */
  objects(options: string[], input: string): Promise<Buffer>;
  /** The same with more `-c name=value` settings. */
  with(settings: readonly string[]): Git;
};

export type GitOptions = {
  folder: string;
  /** Where git is found, and the operator's own git settings: `PATH`, `HOME`, `XDG_CONFIG_HOME`. Others are not passed on. */
  environment?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
};

/** Milliseconds without a byte from git before it is ended. */
const SILENCE_MS = 60_000;
const PASSED_ON = new Set(["PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP"]);
const DEFAULT_ENVIRONMENT = { PATH: "/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin", HOME: homedir() };

/**
 * The repository's own configuration is its author's: nothing that it names may run. Plumbing commands leave hooks, pagers and
 * external diffs alone; what could still start a program is overridden here, and no transport is allowed, so that a partial
 * clone's promised objects are never fetched behind our back.
 */
const ENVIRONMENT = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_LITERAL_PATHSPECS: "1",
  LC_ALL: "C",
};
const SETTINGS = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.quotePath=false",
  "submodule.recurse=false",
  "blame.ignoreRevsFile=",
];
const ALLOWED = {
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeFilter: true,
};

/** @throws UserError when the folder is none. */
export function openGit(options: GitOptions, settings: readonly string[] = []): Git {
  const folder = resolve(options.folder);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UserError(`${folder} is not a folder`);

  // One instance a call: simple-git binds standard input to the instance, and its instances run side by side.
  const runner = (input?: string) =>
    simpleGit({
      baseDir: folder,
      config: [...SETTINGS, ...settings],
      unsafe: ALLOWED,
      allowEnvironment: Object.keys(ENVIRONMENT),
      // With simple-git's default a result may be taken 50 ms after the exit, before the pipe is drained.
      completion: { onClose: true, onExit: false },
      timeout: { block: SILENCE_MS },
      ...(input === undefined ? {} : { input: () => input }),
      ...(options.signal && { abort: options.signal }),
    }).env({ ...inherited(options.environment), ...ENVIRONMENT });

  const fail = (error: unknown) => explain(error, folder);
  return {
    folder,
    text: (commands, input) => runner(input).raw(commands).catch(fail),
    objects: async (objectOptions, input) => {
      const output: unknown = await runner(input).binaryCatFile(objectOptions).catch(fail);
      if (!Buffer.isBuffer(output)) throw new TypeError("git cat-file gave no bytes");
      return output;
    },
    with: (more) => openGit(options, [...settings, ...more]),
  };
}

function inherited(environment: GitOptions["environment"] = DEFAULT_ENVIRONMENT): Record<string, string> {
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && PASSED_ON.has(entry[0].toUpperCase()),
  );
  return Object.fromEntries(entries);
}

/** The troubles that a person can mend, in words; everything else goes on as it is. */
function explain(error: unknown, folder: string): never {
  const text = error instanceof Error ? error.message : String(error);
  const untrusted = /detected dubious ownership in repository at '([^\n]*)'/.exec(text);
  if (untrusted)
    throw new UserError(
      `git does not trust ${untrusted[1]}, because it belongs to another user; if you do, run: git config --global --add safe.directory '${untrusted[1]}'`,
      { cause: error },
    );
  if (/spawn git ENOENT/.test(text))
    throw new UserError("git was not found: install it, or put it on the PATH", { cause: error });
  if (/not a git repository/.test(text)) throw new UserError(`${folder} is not in a git repository`, { cause: error });
  if (/could not fetch .* from promisor remote|promisor remote/.test(text))
    throw new UserError(
      "this is a partial clone, and contents of the range are not in it: run git diff --stat over the range once, then try again",
      {
        cause: error,
      },
    );
  if (/block timeout reached/.test(text))
    throw new UserError(`git gave no answer for ${SILENCE_MS / 1000} seconds`, { cause: error });
  const refusal = /^(?:fatal|error): ([^\n]{1,300})/m.exec(text)?.[1];
  throw refusal ? new UserError(`git says: ${refusal}`, { cause: error }) : error;
}
