import { describe, expect, it } from "@jest/globals";
import { readManifest } from "../../../src/core/checks/manifest.ts";
import { filesOf } from "./setting.ts";

const packagesOf = async (path: string, files: Record<string, string>): Promise<string[]> => [
  ...(await readManifest(path, filesOf(files))).packages,
];

describe("readManifest", () => {
  it("reads every form of Python's requirements, folded", async () => {
    const packages = await packagesOf("app/a.py", {
      "requirements.txt": "Flask_Login[x]>=1 # comment\n-r other.txt\nPyYAML==6\n",
      "app/pyproject.toml":
        '[project]\ndependencies = ["requests>=2", "rich"]\n[tool.poetry.dependencies]\npython = "^3"\nsql.alchemy = "*"\n[tool.other]\nno = 1\n',
      "setup.py": 'setup(install_requires=["itsdangerous ~= 2.0"])',
      Pipfile: '[packages]\ndjango = "*"\n[requires]\npython_version = "3"\n',
    });

    expect(packages).toEqual(
      expect.arrayContaining(["flask-login", "pyyaml", "requests", "rich", "itsdangerous", "django"]),
    );
    expect(packages).not.toContain("no");
  });

  it("joins the package.json files above a file", async () => {
    const packages = await packagesOf("packages/a/src/x.ts", {
      "package.json": '{"devDependencies": {"jest": "1"}}',
      "packages/a/package.json": '{"dependencies": {"@scope/b": "1"}, "peerDependencies": null}',
    });

    expect(packages).toEqual(["@scope/b", "jest"]);
  });

  it("reads go.mod, pom.xml and build.gradle", async () => {
    const go = await readManifest(
      "a/b.go",
      filesOf({
        "go.mod": "module example.org/me\n\nrequire (\n\tgithub.com/x/y v1.2.3\n)\nrequire golang.org/x/text v0.1.0\n",
      }),
    );
    const java = await packagesOf("src/A.java", {
      "pom.xml": "<dependency><groupId>org.owasp</groupId>\n<artifactId>encoder</artifactId></dependency>",
      "build.gradle": "implementation 'com.google.guava:guava:31'",
    });

    expect([...go.packages]).toEqual(["github.com/x/y", "golang.org/x/text"]);
    expect(go.ownModule).toBe("example.org/me");
    expect(java).toEqual(expect.arrayContaining(["org.owasp", "org.owasp:encoder", "com.google.guava:guava"]));
  });

  it("takes a broken manifest for an empty one", async () => {
    expect(await packagesOf("a.js", { "package.json": "{ broken" })).toEqual([]);
    expect(await packagesOf("a.js", { "package.json": '{"dependencies": "all"}' })).toEqual([]);
    expect(await packagesOf("a.py", { "environment.yml": "&a [*a, *a]" })).toEqual([]);
  });

  it("reads a hostile line in linear time", async () => {
    expect(
      await packagesOf("a.py", {
        "requirements.txt": `a${" ".repeat(400_000)}!`,
        "setup.py": `"${"a".repeat(400_000)}`,
      }),
    ).toEqual([]);
  });
});
