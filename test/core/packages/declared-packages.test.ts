import { describe, expect, it } from "@jest/globals";
import { declaredPackages } from "../../../src/core/packages/declared-packages.ts";
import { lockedPackages } from "../../../src/core/packages/locked-packages.ts";

/** Names, each checked to stand where it is said to. */
function namesIn(path: string, text: string): string[] {
  return declaredPackages(path, text).map(({ name, start, end }) => {
    expect(text.slice(start, end)).not.toBe("");
    expect(text.slice(start, end)).not.toMatch(/[\s"']/);
    return name;
  });
}

describe("what a manifest asks for", () => {
  it("is nothing where it can't be read, and nothing that comes from elsewhere", () => {
    expect(namesIn("package.json", "{ nope")).toEqual([]);
    expect(namesIn("package.json", '{"dependencies": ["a"], "devDependencies": null}')).toEqual([]);
    expect(
      namesIn(
        "package.json",
        '{"dependencies":{"a":"workspace:*","b":"file:../b","c":"git+https://x/y.git","d":"me/d","e":"https://x/e.tgz"}}',
      ),
    ).toEqual([]);
    expect(
      namesIn("requirements.txt", "# c\n-r base.txt\n--hash=x\n./local\nx @ https://a/b.whl\nhttps://a/c.whl\n"),
    ).toEqual([]);
    expect(namesIn("main.py", "requests==1\n")).toEqual([]);
  });

  it.each([
    [
      "package.json",
      '{ "name": "lodash",\n "dependencies": { "@a/b": "^1", "x": "npm:real@2" },\n "devDependencies": {"y":"*"} }',
      ["@a/b", "real", "y"],
    ],
    [
      "a/requirements-dev.txt",
      "Flask[async]>=2 ; python_version > '3'\npython_dateutil==2.9 # c\nplain\n",
      ["flask", "python-dateutil", "plain"],
    ],
    ["requirements/base.in", "a~=1\n", ["a"]],
    [
      "pyproject.toml",
      '[project]\nname = "mine"\nkeywords = ["http"]\ndependencies = [\n  "httpx>=1", # c\n  "x[y]>=2",\n]\n[project.optional-dependencies]\ndev = ["pytest"]\n[tool.poetry.dependencies]\npython = "^3"\nFlask = "^3"\nown = { path = "../own" }\n[dependency-groups]\ntest = ["hypothesis>1"]\n',
      ["httpx", "x", "pytest", "flask", "hypothesis"],
    ],
    ["Pipfile", '[packages]\nrequests = "*"\n[requires]\npython_version = "3"\n', ["requests"]],
    [
      "go.mod",
      "module me\n\ngo 1.22\n\nrequire (\n\tgithub.com/a/b/v2 v2.0.1 // indirect\n\texample.org/c v0.1.0\n)\nreplace example.org/c => ../c\n",
      ["github.com/a/b/v2"],
    ],
    ["pom.xml", "<dependency>\n <groupId>org.a</groupId>\n <artifactId>b</artifactId>\n</dependency>", ["org.a:b"]],
    ["build.gradle.kts", 'implementation("org.a:b:1.0")\ntestImplementation "c:d:$v"\n', ["org.a:b", "c:d"]],
  ])("is read from %s", (path, text, names) => {
    expect(namesIn(path, text)).toEqual(names);
  });
});

describe("what a lockfile holds", () => {
  it.each([
    [
      "package.json",
      "package-lock.json",
      '{\n "packages": {\n  "node_modules/@a/b": {},\n  "node_modules/x/node_modules/y": {}\n }\n}',
      ["@a/b", "y"],
    ],
    ["package.json", "yarn.lock", '"@a/b@^1.0.0":\n  version "1"\n\ny@^1, y@^2:\n  version "2"\n', ["@a/b", "y"]],
    ["package.json", "yarn.lock", '"@a/b@npm:^1":\n  version: 1\n', ["@a/b"]],
    ["package.json", "pnpm-lock.yaml", "packages:\n\n  '@a/b@1.0.0':\n    resolution: {}\n  y@2.0.0:\n", ["@a/b", "y"]],
    ["pyproject.toml", "uv.lock", '[[package]]\nname = "Foo_Bar"\nversion = "1"\n', ["foo-bar"]],
    ["go.mod", "go.sum", "github.com/a/b v1.0.0 h1:x=\ngithub.com/a/b v1.0.0/go.mod h1:y=\n", ["github.com/a/b"]],
    ["requirements.in", "requirements.txt", "a==1 \\\n    --hash=sha256:0\n", ["a"]],
  ])("answers for %s in %s", async (manifest, lockfile, text, names) => {
    const read = async (path: string) => (path === lockfile ? text : undefined);

    const [locked] = await lockedPackages(`deep/down/${manifest}`, read);

    expect(locked?.path).toBe(lockfile);
    expect(names.filter((name) => !locked?.names.has(name))).toEqual([]);
  });
});
