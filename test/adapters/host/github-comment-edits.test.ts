import { afterEach, describe, expect, it } from "@jest/globals";
import { openAppScene, type AppScene } from "./app-scene.ts";

let scenes: AppScene[] = [];
afterEach(async () => {
  const open = scenes;
  scenes = [];
  for (const scene of open) await scene.close();
});

/** A comment of ours on Ada's pull request; Bob may write, too. */
async function setUp() {
  const scene = await openAppScene({ files: { "app.py": "one\n" } });
  scenes.push(scene);
  const bob = scene.github.person("bob");
  scene.repository.collaborators.set(bob.account.id, "write");
  const files = { "app.py": "two\n" };
  const pull = await scene.ada.opensPullRequest(scene.repository, { branch: "topic", title: "Change", files });
  const { conversation, ...host } = (await scene.open()).pull(pull.number);
  const posted = await conversation.postComment("Said.\n\n- [ ] Do it");
  if (posted === "forbidden") throw new Error("not posted");
  const [comment] = scene.ada.sees(pull).comments;
  if (!comment) throw new Error("not there");
  return { ...scene, bob, pull, host, conversation, comment };
}

describe("who edited a comment of ours", () => {
  it("is nobody before anybody did", async () => {
    const { conversation, comment } = await setUp();

    await expect(conversation.readEdits(comment.id)).resolves.toMatchObject({
      comment: { id: comment.id, byUs: true, body: "Said.\n\n- [ ] Do it" },
      edits: [],
      whole: true,
    });
  });

  it("is told newest first, ourselves among them, with the body of that moment", async () => {
    const { conversation, comment, ada, bob } = await setUp();
    await conversation.editComment(comment.id, "Said again.\n\n- [ ] Do it");
    ada.ticks(comment, "Do it");
    bob.editsComment(comment, `${comment.body} now`);

    const read = await conversation.readEdits(comment.id);

    expect(read).toMatchObject({
      comment: { body: "Said again.\r\n\r\n- [x] Do it now" },
      edits: [
        { by: { id: bob.account.id, login: "bob", bot: false }, byUs: false },
        { by: { id: ada.account.id, login: "ada", bot: false }, byUs: false },
        { by: { bot: true }, byUs: true },
        { by: { bot: true }, byUs: true },
      ],
    });
  });

  it("is another App, which is not us", async () => {
    const { conversation, comment, github } = await setUp();
    const helper = github.person("helper[bot]");
    helper.account.kind = "Bot";
    comment.edits.push({ body: comment.body, editorId: helper.account.id, at: comment.updatedAt });

    const read = await conversation.readEdits(comment.id);

    expect(read).toMatchObject({ edits: [{ by: { login: "helper[bot]", bot: true }, byUs: false }, { byUs: true }] });
  });

  it("is not known where the account is gone, and where GitHub does not say", async () => {
    const { conversation, comment, github } = await setUp();
    comment.edits.push({ body: comment.body, editorId: 987_654, at: comment.updatedAt });
    const gone = await conversation.readEdits(comment.id);
    const body = { data: { node: null }, errors: [{ type: "FORBIDDEN", message: "Resource not accessible" }] };
    github.faults.order({ on: "graphql:node", fault: { kind: "status", status: 200, body }, times: 1 });

    const refused = await conversation.readEdits(comment.id);

    expect(gone).toMatchObject({ edits: [{ byUs: false }, { byUs: true }] });
    expect(gone).not.toHaveProperty("edits.0.by");
    expect(refused).toBe("forbidden");
  });

  it("is not asked of another pull request's comment", async () => {
    const { open, conversation, comment, ada, repository } = await setUp();
    const files = { "b.py": "b\n" };
    const other = await ada.opensPullRequest(repository, { branch: "other", title: "Other", files });
    const elsewhere = (await open()).pull(other.number).conversation;

    await expect(elsewhere.readEdits(comment.id)).resolves.toBeUndefined();
    await expect(conversation.readEdits(987_654)).resolves.toBeUndefined();
  });
});

describe("a comment that is amended", () => {
  it("keeps what was changed at the last moment, and is left alone where there is nothing to do", async () => {
    const { conversation, comment, ada, github } = await setUp();
    ada.editsComment(comment, "Newer.\n\n- [x] Do it");
    github.ledger.clear();

    await conversation.amendComment(comment.id, (body) => body.replace("[x]", "[ ]"));
    await conversation.amendComment(comment.id, () => undefined);

    expect(comment.body.replaceAll("\r", "")).toBe("Newer.\n\n- [ ] Do it");
    expect(github.ledger.writesOf("issues/update-comment")).toHaveLength(1);
  });
});

describe("a branch", () => {
  it("is where it points now, whether its rules keep commits out, and nothing once it is gone", async () => {
    const { host, ada, repository } = await setUp();
    const sha = await ada.pushes(repository, { branch: "topic", files: { "app.py": "three\n" } });
    const open = await host.branch("topic");
    ada.protects(repository, { pattern: "topic", pullRequestRequired: true });
    const closed = await host.branch("topic");
    await ada.pushes(repository, { branch: "brief", files: { "x.py": "x\n" } });
    await ada.deletesBranch(repository, "brief");

    expect(open).toEqual({ sha, protected: false });
    expect(closed).toEqual({ sha, protected: true });
    await expect(host.branch("brief")).resolves.toBeUndefined();
  });
});

describe("a path's mode", () => {
  it("is git's, and none for what is no path of the repository", async () => {
    const { host, ada, repository } = await setUp();
    const sha = await ada.pushes(repository, {
      branch: "topic",
      files: { "run.sh": { content: "x", mode: "100755" }, link: { content: "run.sh", mode: "120000" } },
    });

    const modes = await Promise.all(
      ["app.py", "run.sh", "link", "none", "../app.py"].map((at) => host.modeAt(sha, at)),
    );

    expect(modes).toEqual(["100644", "100755", "120000", undefined, undefined]);
  });
});
