/** Invisible to people, and to some file systems not there: they must not part a name that we look for. */
const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu;

/** Names that decide who reviews, what is installed, or what runs on a build machine. Compared without case. */
const NAMES: ReadonlySet<string> = new Set([
  "codeowners",
  // What is installed.
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "bun.lockb",
  "deno.lock",
  "poetry.lock",
  "uv.lock",
  "pdm.lock",
  "pipfile.lock",
  "pixi.lock",
  "conda-lock.yml",
  "cargo.lock",
  "go.sum",
  "go.work.sum",
  "gemfile.lock",
  "composer.lock",
  "gradle.lockfile",
  "packages.lock.json",
  "package.resolved",
  "podfile.lock",
  "pubspec.lock",
  "mix.lock",
  "flake.lock",
  "paket.lock",
  "cartfile.resolved",
  ".terraform.lock.hcl",
  // Where it is installed from, and hooks of installing.
  ".npmrc",
  ".yarnrc",
  ".yarnrc.yml",
  ".pnpmfile.cjs",
  "pip.conf",
  // Other build machines than GitHub's.
  "jenkinsfile",
  ".travis.yml",
  "appveyor.yml",
  ".appveyor.yml",
  "azure-pipelines.yml",
  "bitbucket-pipelines.yml",
  ".drone.yml",
  "buildspec.yml",
  "cloudbuild.yaml",
]);
const FOLDERS: ReadonlySet<string> = new Set([".circleci", ".buildkite", ".woodpecker", ".teamcity", ".semaphore"]);

/**
 * Why a path is never written by us, whatever a fix says; undefined for any other. Workflows and everything else that begins with `.git`
 * at any depth, owners of code, lockfiles, our own settings, and paths that are not plain: what one file system takes for another name
 * counts as that name.
 */
export function whyNeverWritten(path: string): string | undefined {
  if (path === "" || path.length > 4096 || !path.isWellFormed()) return ODD;
  if (/[\\:\p{Cc}]/u.test(path)) return ODD;
  const parts = path.split("/");
  if (parts.some((part) => part === "" || /^\.+$/.test(part) || /[. ]$/.test(part))) return ODD;
  const names = parts.map((part) => part.normalize("NFKC").replace(IGNORED, "").toLowerCase());
  // NTFS keeps a short second name for `.git`.
  if (names.some((name) => name.startsWith(".git") || /^git~\d/.test(name) || FOLDERS.has(name))) return KIND;
  if (names.some((name) => /^\.?reflexgen\b/.test(name))) return KIND;
  return NAMES.has(names.at(-1) ?? "") ? KIND : undefined;
}

const KIND = "files of this kind are never written by the App: commit its suggestion";
const ODD = "its path is not a plain one: commit its suggestion";
