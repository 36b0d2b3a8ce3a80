import { afterAll, afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import nock from "nock";
import { openPullRequest } from "../../../src/adapters/host/github-pull.ts";
import { API, fakePull, testOctokit } from "./fake-pull.ts";
import { removeTemporaryFolders, temporaryRepository, type TemporaryRepository } from "./temporary-repository.ts";

const REPO = "/repos/octo/app";

let unexpected: string[] = [];
nock.emitter.on("no match", (request: { path?: string; url?: string }) => {
  const address = request.url ?? request.path ?? "?";
  if (!address.includes("127.0.0.1")) unexpected.push(address);
});

afterEach(() => {
  // Strict both ways: what was asked was told to be asked, and all of it was.
  const pending = nock.pendingMocks();
  const asked = unexpected;
  unexpected = [];
  nock.cleanAll();
  if (pending.length + asked.length > 0) throw new Error(JSON.stringify({ pending, asked }));
});
afterAll(removeTemporaryFolders);

/** A repository whose branch `topic` is the pull request's head. */
function withTopic(change: (repository: TemporaryRepository) => void): TemporaryRepository {
  const repository = temporaryRepository();
  repository.write("app.py", "one\ntwo\nthree\n");
  repository.write("gone.py", "x\n");
  repository.commit("start");
  repository.git("checkout", "-q", "-b", "topic");
  change(repository);
  repository.commit("change");
  return repository;
}

const open = (options: Partial<Parameters<typeof openPullRequest>[0]> = {}) =>
  openPullRequest({ octokit: testOctokit(), owner: "octo", repo: "app", number: 12, ...options });

describe("a pull request", () => {
  it("is pinned to head and merge base; a file's base is worked out from its patch where the hash agrees", async () => {
    const fake = fakePull(
      withTopic(({ write, git }) => {
        write("app.py", "one\r\n2\nthree\nfour");
        write("new.ts", "\uFEFFexport {};\n");
        git("rm", "-q", "gone.py");
      }),
    );
    fake.pull().files().compare().trees().blobs("topic:app.py", "topic:new.ts").commits().noNotes();

    const { set, files } = await open();

    expect(set).toMatchObject({
      title: "octo/app#12",
      baseSha: fake.base,
      headSha: fake.head,
      unread: [],
      removed: ["gone.py"],
    });
    expect(set.files).toMatchObject([
      {
        path: "app.py",
        status: "modified",
        base: "one\ntwo\nthree\n",
        head: "one\r\n2\nthree\nfour",
        changedLines: [
          { startLine: 1, endLine: 2 },
          { startLine: 4, endLine: 4 },
        ],
        provenance: [{ author: "unknown" }],
      },
      { path: "new.ts", status: "added", head: "\uFEFFexport {};\n" },
    ]);
    await expect(files.mentioning(["one"], 5)).resolves.toEqual([]);
  });

  it("gets a base that no patch gives from its blob", async () => {
    const fake = fakePull(withTopic(({ write }) => write("app.py", "one\n2\nthree\n")));
    const rows = [{ filename: "app.py", status: "modified", patch: "@@ -1,3 +1,3 @@\n one\n-forged\n+2\n three" }];
    fake.pull().files(rows).compare().trees().blobs("topic:app.py", "main:app.py").commits().noNotes();

    const { set } = await open();

    expect(set.files).toMatchObject([{ base: "one\ntwo\nthree\n", changedLines: [{ startLine: 2, endLine: 2 }] }]);
  });

  it("follows renames, and names what it does not read", async () => {
    const fake = fakePull(
      withTopic(({ write, git, folder }) => {
        git("mv", "app.py", "renamed.py");
        write("image.png", "\0\x01");
        write("huge.js", "x".repeat(1_100_000));
        symlinkSync("/etc/passwd", join(folder, "link.py"));
        git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},vendored`);
        mkdirSync(join(folder, "vendored"));
        chmodSync(join(folder, "gone.py"), 0o755);
      }),
    );
    fake.pull().files().compare().trees().blobs("topic:renamed.py", "topic:image.png").commits().noNotes();

    const { set } = await open();

    expect(set.files).toMatchObject([{ path: "renamed.py", previousPath: "app.py", status: "renamed", hunks: [] }]);
    expect(Object.fromEntries(set.unread.map(({ path, reason }) => [path, reason]))).toEqual({
      "huge.js": "larger than 1 MB",
      "image.png": "binary file",
      "link.py": "symbolic link: not followed",
      vendored: "submodule: its commits are another repository's",
    });
  });

  it("reads every page of files, discloses those past GitHub's limit and past ours", async () => {
    const fake = fakePull(
      withTopic(({ write }) => ["a.py", "b.py", "c.py"].forEach((path) => write(path, `${path}\n`))),
    );
    const row = (filename: string) => ({ filename, status: "added" });
    const next = { link: `<${API}${REPO}/pulls/12/files?per_page=100&page=2>; rel="next"` };
    nock(API)
      .get(`${REPO}/pulls/12/files?per_page=100`)
      .reply(200, [row("a.py")], next);
    nock(API)
      .get(`${REPO}/pulls/12/files?per_page=100&page=2`)
      .reply(200, [row("b.py"), row("c.py")]);
    fake.pull({ changed_files: 3005 }).compare().trees().blobs("topic:a.py", "topic:b.py").commits().noNotes();

    const { set } = await open({ maxFiles: 2 });

    expect(set.files.map((file) => file.path)).toEqual(["a.py", "b.py"]);
    expect(set.unread).toEqual([
      { path: "c.py", reason: "the change has more than 2 files" },
      {
        path: "(3002 more files)",
        reason: "GitHub does not list them: it lists 3,000 files of a pull request at most",
      },
    ]);
  });

  it("is read anew when a push comes in between", async () => {
    const fake = fakePull(withTopic(({ write }) => write("app.py", "one\n2\nthree\n")));
    fake
      .pull({ head: { sha: "f".repeat(40) } }, 1)
      .files([])
      .pull({}, 2)
      .files();
    fake.compare().trees().blobs("topic:app.py").commits().noNotes();

    const { set } = await open();

    expect(set.headSha).toBe(fake.head);
    expect(set.files.map((file) => file.path)).toEqual(["app.py"]);
  });

  it("that is pushed to all the time is given up in words", async () => {
    const fake = fakePull(withTopic(({ write }) => write("a.py", "a\n")));
    for (const digit of ["1", "2", "3", "4"]) fake.pull({ head: { sha: digit.repeat(40) } }, 1);
    fake.files([]).files([]).files([]);

    await expect(open()).rejects.toThrow("pushed to faster than it can be read");
  });

  it("gives any file of both sides, and nothing through links or outside", async () => {
    const fake = fakePull(
      withTopic(({ write, folder }) => {
        write("app.py", "new\n");
        symlinkSync("app.py", join(folder, "link.py"));
      }),
    );
    fake.pull().files().compare().trees().blobs("topic:app.py").commits().noNotes();
    const { files } = await open();
    fake.blobs("topic:app.py", "main:gone.py");

    await expect(files.read("app.py")).resolves.toBe("new\n");
    await expect(files.readBase("gone.py")).resolves.toBe("x\n");
    for (const path of ["link.py", "absent", "../app.py", ".git/config"])
      await expect(files.read(path)).resolves.toBeUndefined();
  });

  it("in a repository too large for one tree is found folder by folder", async () => {
    const repository = withTopic(({ write }) => write("deep/down/a.py", "a\n"));
    const fake = fakePull(repository);
    const tree = (name: string, path: string) => {
      const [mode, , sha] = repository.git("ls-tree", name, path.split("/").at(-1) ?? "").split(/\s/);
      return [{ path: path.split("/").at(-1), mode, sha, size: 2 }];
    };
    const sha = (name: string) => repository.git("rev-parse", name).trim();
    fake.pull().files().compare();
    nock(API).get(`${REPO}/git/trees/${fake.head}?recursive=true`).reply(200, { truncated: true, tree: [] });
    nock(API)
      .get(`${REPO}/git/trees/${fake.head}`)
      .reply(200, { truncated: false, tree: tree("topic", "deep") });
    nock(API)
      .get(`${REPO}/git/trees/${sha("topic:deep")}`)
      .reply(200, { truncated: false, tree: tree("topic:deep", "down") });
    nock(API)
      .get(`${REPO}/git/trees/${sha("topic:deep/down")}`)
      .reply(200, { truncated: false, tree: tree("topic:deep/down", "a.py") });
    fake.blobs("topic:deep/down/a.py").commits().noNotes();

    const { set } = await open();

    expect(set.files.map((file) => [file.path, file.head])).toEqual([["deep/down/a.py", "a\n"]]);
  });
});

describe("who wrote a pull request", () => {
  const claude = { author: "agent", name: "Claude Code", trust: "claimed" };

  it("is the agent that opened it, which GitHub has authenticated", async () => {
    const fake = fakePull(withTopic(({ write }) => write("a.py", "a\n")));
    fake
      .pull({ user: { login: "copilot-swe-agent[bot]" } })
      .files()
      .compare()
      .trees()
      .blobs("topic:a.py")
      .commits()
      .noNotes();

    const { set } = await open();

    expect(set.files[0]?.provenance).toEqual([{ author: "agent", name: "GitHub Copilot", trust: "authenticated" }]);
  });

  it("is only claimed by an account that its e-mail names, and authenticated by a signature", async () => {
    const repository = temporaryRepository();
    repository.commit("start");
    repository.git("checkout", "-q", "-b", "topic");
    repository.write("a.py", "a\n");
    repository.commit("change", "Devin <158243242+devin-ai-integration[bot]@users.noreply.github.com>");
    const author = { login: "devin-ai-integration[bot]" };
    const provenanceOf = async (verified: boolean) => {
      const fake = fakePull(repository);
      const commit = {
        message: "change",
        author: { email: "158243242+devin-ai-integration[bot]@users.noreply.github.com" },
        verification: { verified },
      };
      fake
        .pull()
        .files()
        .compare()
        .trees()
        .blobs("topic:a.py")
        .commits({ author, committer: { login: "web-flow" }, commit })
        .noNotes();
      return (await open()).set.files[0]?.provenance;
    };

    await expect(provenanceOf(false)).resolves.toEqual([{ author: "agent", name: "Devin", trust: "claimed" }]);
    await expect(provenanceOf(true)).resolves.toEqual([{ author: "agent", name: "Devin", trust: "authenticated" }]);
  });

  it("is weakly said by its text", async () => {
    const fake = fakePull(withTopic(({ write }) => write("a.py", "a\n")));
    fake.pull({ body: "Adds a.\n\n🤖 Generated with [Claude Code](https://example.com)" }).files().compare().trees();
    fake.blobs("topic:a.py").commits().noNotes();

    const { set } = await open();

    expect(set.files[0]?.provenance).toEqual([{ ...claude, trust: "weak" }]);
  });

  it("is said of the files that a signed commit touched, where commits differ", async () => {
    const repository = withTopic(({ write, commit }) => {
      write("a.py", "a\n");
      commit("Fix\n\nCo-authored-by: Claude <noreply@anthropic.com>");
      write("b.py", "b\n");
    });
    const fake = fakePull(repository);
    const signed = repository.git("rev-parse", "topic~1").trim();
    nock(API)
      .get(`${REPO}/commits/${signed}`)
      .reply(200, { files: [{ filename: "a.py" }] });
    fake.pull().files().compare().trees().blobs("topic:a.py", "topic:b.py").commits().noNotes();

    const { set } = await open();

    expect(set.files.map((file) => file.provenance)).toEqual([[claude], [{ author: "unknown" }]]);
  });

  it("is what a git-ai note says of the head commit's lines", async () => {
    const repository = withTopic(({ write }) => write("app.py", "1\n2\n3\n"));
    const fake = fakePull(repository);
    const note = 'app.py\n  0123456789abcdef 2\n---\n{"schema_version":"authorship/3.0.0"}';
    const [ref, blob] = ["a".repeat(40), "b".repeat(40)];
    nock(API)
      .get(`${REPO}/git/ref/notes%2Fai`)
      .reply(200, { object: { sha: ref } });
    const path = `${fake.head.slice(0, 2)}/${fake.head.slice(2)}`;
    nock(API)
      .get(`${REPO}/git/trees/${ref}?recursive=true`)
      .reply(200, { truncated: false, tree: [{ path, mode: "100644", sha: blob, size: 9 }] });
    nock(API)
      .get(`${REPO}/git/blobs/${blob}`)
      .reply(200, { encoding: "base64", content: Buffer.from(note).toString("base64") });
    fake.pull().files().compare().trees().blobs("topic:app.py").commits();

    const { set } = await open();

    expect(set.files[0]?.provenance).toEqual([
      {
        author: "unknown",
        lines: [
          { startLine: 1, endLine: 1 },
          { startLine: 3, endLine: 3 },
        ],
      },
      { author: "agent", trust: "recorded", lines: [{ startLine: 2, endLine: 2 }] },
    ]);
  });
});

describe("what goes wrong is said in one line", () => {
  const answer = (status: number, headers: Record<string, string> = {}) =>
    nock(API).get(`${REPO}/pulls/12`).reply(status, { message: "secret detail" }, headers);

  it.each<[string, number, Record<string, string>, string]>([
    ["a wrong token", 401, {}, "GitHub refused the token"],
    ["no rights", 403, {}, "the token may not read octo/app#12"],
    ["not there, or hidden", 404, {}, "octo/app#12 was not found, or the token may not see it"],
    ["single sign-on", 403, { "x-github-sso": "required" }, "authorised for single sign-on"],
    [
      "the hourly limit",
      403,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000000" },
      "used up until 08:00 UTC",
    ],
    ["too much at once", 429, { "retry-after": "30" }, "asks to wait 30 s"],
    ["no longer to be had", 451, {}, "it answered 451"],
    ["trouble", 500, {}, "GitHub is in trouble"],
  ])("%s", async (_, status, headers, words) => {
    answer(status, headers);

    const opened = open();

    await expect(opened).rejects.toMatchObject({ name: "UserError", message: expect.stringContaining(words) });
    await expect(opened).rejects.not.toThrow("secret");
  });

  it.each([
    ["no answer in time", () => {}],
    [
      "an answer that stops half-way",
      (response: ServerResponse) =>
        void response.writeHead(200, { "content-type": "application/json" }).write('{"head": {'),
    ],
  ])("%s", async (_, behave) => {
    const server = createServer((_request, response) => behave(response)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const octokit = testOctokit({ timeoutMs: 50, apiUrl: `http://127.0.0.1:${port}` });

    const opened = open({ octokit });

    await expect(opened).rejects.toThrow(`127.0.0.1:${port} did not answer within 0.05 s`);
    server.closeAllConnections();
    server.close();
  });

  it("nobody there, after it was asked again", async () => {
    nock(API)
      .get(`${REPO}/pulls/12`)
      .times(3)
      .replyWithError(Object.assign(new Error("x"), { code: "ECONNREFUSED" }));

    await expect(open()).rejects.toThrow("api.github.test could not be reached");
  });

  it("a passing failure isn't: it is asked again", async () => {
    const fake = fakePull(withTopic(({ write }) => write("a.py", "a\n")));
    nock(API).get(`${REPO}/pulls/12`).reply(502, "<html>").get(`${REPO}/pulls/12`).replyWithError("reset");
    fake.pull().files().compare().trees().blobs("topic:a.py").commits().noNotes();

    await expect(open()).resolves.toHaveProperty("set.title", "octo/app#12");
  });

  it("a web page instead of the API", async () => {
    nock(API).get(`${REPO}/pulls/12`).reply(200, "<html></html>", { "content-type": "text/html" });

    await expect(open()).rejects.toThrow("none of GitHub's API");
  });

  it("an answer that breaks off", async () => {
    nock(API).get(`${REPO}/pulls/12`).reply(200, '{"head": {', { "content-type": "application/json" });

    await expect(open()).rejects.toThrow("none of GitHub's API");
  });

  it("a redirect to another host: it is never asked, so it never gets the token", async () => {
    nock(API).get(`${REPO}/pulls/12`).reply(302, "", { location: "https://evil.test/steal" });
    const canary = nock("https://evil.test").get("/steal").reply(200, {});

    await expect(open()).rejects.toThrow("redirects to another host");
    expect(canary.isDone()).toBe(false);
    nock.removeInterceptor({ host: "evil.test", path: "/steal", proto: "https" });
  });

  it("a repository that was renamed isn't: redirects on the same host are followed", async () => {
    const fake = fakePull(withTopic(({ write }) => write("a.py", "a\n")));
    nock(API)
      .get(`${REPO}/pulls/12`)
      .reply(301, "", { location: `${API}/repositories/7/pulls/12` });
    nock(API, { reqheaders: { authorization: "token secret" } })
      .get("/repositories/7/pulls/12")
      .reply(200, {
        user: { login: "ada" },
        body: "",
        changed_files: 1,
        head: { sha: fake.head },
        base: { sha: fake.base },
      });
    fake.pull({}, 1).files().compare().trees().blobs("topic:a.py").commits().noNotes();

    await expect(open()).resolves.toHaveProperty("set.files.length", 1);
  });
});
