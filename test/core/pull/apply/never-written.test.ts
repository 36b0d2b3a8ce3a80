import { describe, expect, it } from "@jest/globals";
import { whyNeverWritten } from "../../../../src/core/pull/apply/never-written.ts";

describe("files that a fix never writes (A5)", () => {
  it.each([
    ".github/workflows/ci.yml",
    ".GitHub/Workflows/CI.yml",
    ".github/reflexgen.yml",
    ".github/actions/a/action.yml",
    ".github/dependabot.yml",
    "sub/.github/workflows/ci.yml",
    "a/../.github/workflows/ci.yml",
    "./.github/workflows/ci.yml",
    ".github//workflows/ci.yml",
    ".github /workflows/ci.yml",
    ".github./workflows/ci.yml",
    ".git\u200chub/workflows/ci.yml",
    "．github/workflows/ci.yml",
    ".github\\workflows\\ci.yml",
    "/etc/passwd",
    "..",
    "",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    "docs/codeowners",
    ".gitlab/CODEOWNERS",
    ".git/config",
    ".GIT/config",
    ".git::$INDEX_ALLOCATION/config",
    "git~1/config",
    ".gitattributes",
    "sub/.gitmodules",
    ".gitignore",
    ".gitlab-ci.yml",
    "package-lock.json",
    "sub/Package-Lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "Cargo.lock",
    "go.sum",
    "Gemfile.lock",
    "composer.lock",
    ".npmrc",
    ".circleci/config.yml",
    "Jenkinsfile",
    "reflexgen.yml",
    ".reflexgen/rules.yml",
    "a\nb.py",
    "\ud800.py",
  ])("%j", (path) => {
    expect(whyNeverWritten(path)).toMatch(/\w/);
  });

  it.each([
    "app.py",
    "src/github.ts",
    "src/git.ts",
    "docs/github/app.py",
    "lib/reflexgenerator.js",
    "a..b/c.py",
    "münchen/ä.py",
  ])("others it may: %j", (path) => {
    expect(whyNeverWritten(path)).toBeUndefined();
  });
});
