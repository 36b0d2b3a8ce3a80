import { rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simpleGit } from "simple-git";
import { openGit, type Git } from "./git.ts";

export type RemoteOptions = {
  /** `https://HOST/OWNER/REPO.git`, without a token. */
  url: string;
  /** A token for this one repository. */
  secret: () => Promise<string>;
  /** Where git is found, and how the network is reached. Others are not passed on. */
  environment?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
};

/** A bare repository of our own in a folder of our own: nothing is ever checked out, and nothing in it runs. */
export type BareCopy = {
  git: Git;
  /** `objects` are full SHAs, one a line. */
  fetch(options: readonly string[], objects: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

const PASSED_ON = ["PATH", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"];
const DEFAULT_ENVIRONMENT = { PATH: "/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin" };
const SILENCE_MS = 60_000;
/** Written anew after each fetch: what is not there is then simply missing, and git does not go and get it by itself. */
const CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";
/** Folders of this process: an end without `close` leaves none. */
const folders = new Set<string>();

export async function openBareCopy({
  url,
  secret,
  environment = DEFAULT_ENVIRONMENT,
  signal,
}: RemoteOptions): Promise<BareCopy> {
  const { protocol, origin } = new URL(url);
  const folder = await mkdtemp(join(tmpdir(), "reflexgen-git-"));
  if (folders.size === 0) process.once("exit", removeAll);
  folders.add(folder);
  const inherited = Object.fromEntries(
    PASSED_ON.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const close = async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    folders.delete(folder);
    if (folders.size === 0) process.off("exit", removeAll);
  };

  /** The token goes by the environment: neither an argument nor a file ever holds it, and no other host gets it. */
  async function run(commands: string[], input = ""): Promise<void> {
    const credentials = Buffer.from(`x-access-token:${await secret()}`).toString("base64");
    const settings = {
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_ALLOW_PROTOCOL: protocol.slice(0, -1),
      GIT_TERMINAL_PROMPT: "0",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: `http.${origin}/.extraHeader`,
      GIT_CONFIG_VALUE_0: `Authorization: Basic ${credentials}`,
      LC_ALL: "C",
    };
    await simpleGit({
      baseDir: folder,
      config: [
        "core.hooksPath=/dev/null",
        "core.fsmonitor=false",
        "http.followRedirects=false",
        "fetch.recurseSubmodules=false",
        "gc.auto=0",
        "maintenance.auto=false",
        `remote.origin.url=${url}`,
      ],
      unsafe: {
        allowUnsafeHooksPath: true,
        allowUnsafeFsMonitor: true,
        allowUnsafeTemplateDir: true,
        allowUnsafeConfigEnvCount: true,
      },
      allowEnvironment: Object.keys(settings),
      completion: { onClose: true, onExit: false },
      timeout: { block: SILENCE_MS },
      input: () => input,
      ...(signal && { abort: signal }),
    })
      .env({ ...inherited, HOME: folder, ...settings })
      .raw(commands);
  }

  try {
    await run(["init", "--bare", "--quiet", "--template=", "."]);
  } catch (error) {
    await close();
    throw error;
  }
  /** Fetches of one folder take turns: each rewrites its configuration. */
  let last: Promise<unknown> = Promise.resolve();
  return {
    git: openGit({ folder, environment: { ...inherited, HOME: folder }, signal }),
    fetch(options, objects) {
      const quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance"];
      const turn = last;
      const work = async () => {
        await turn;
        await run(["fetch", ...quiet, ...options, "--stdin", "origin"], `${objects.join("\n")}\n`);
        await writeFile(join(folder, "config"), CONFIG);
      };
      const done = work();
      last = done.catch(() => {});
      return done;
    },
    close,
  };
}

function removeAll(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
