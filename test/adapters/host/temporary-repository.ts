import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real git repository in a temporary folder, with nobody's settings but its own. */
export type TemporaryRepository = {
  folder: string;
  environment: Record<string, string>;
  git: (...commands: string[]) => string;
  write: (path: string, content: string | Uint8Array) => void;
  /** Commits everything that is there; the full SHA. `as` is `Name <e-mail>`. */
  commit: (message: string, as?: string) => string;
};

const made: string[] = [];

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "reflexgen-test-")));
  made.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function temporaryRepository(...options: string[]): TemporaryRepository {
  const folder = join(temporaryFolder(), "project");
  mkdirSync(folder);
  const home = temporaryFolder();
  const environment = { PATH: process.env["PATH"] ?? "", HOME: home };
  const git = (...commands: string[]) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...commands], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...environment, GIT_CONFIG_NOSYSTEM: "1" },
    });
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  git("init", "-q", "-b", "main", ...options);
  const commit = (message: string, as = "Ada <ada@example.com>") => {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message, "--author", as);
    return git("rev-parse", "HEAD").trim();
  };
  return { folder, environment, git, write, commit };
}

const MAKE_PIPE = "mkfifo";

/** A named pipe that nobody writes to: whoever opens it plainly waits for ever. */
export function makePipe(path: string): void {
  execFileSync(MAKE_PIPE, [path]);
}
