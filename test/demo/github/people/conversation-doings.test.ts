import { afterEach, describe, expect, it } from "@jest/globals";
import { commentOn } from "../../../../demo/github/conversation/comment-on.ts";
import { renderIssueComment } from "../../../../demo/github/conversation/render-issue-comment.ts";
import { openScene } from "../stage.ts";

let scene: Awaited<ReturnType<typeof openScene>>;
afterEach(() => scene.close());

async function conversation() {
  scene = await openScene({ "app.py": "a\n" });
  const pull = await scene.ada.opensPullRequest(scene.repository, {
    branch: "x",
    files: { "app.py": "b\n" },
    title: "X",
  });
  const summary = commentOn(scene.stage, scene.bot, pull, "Found:\n\n- [ ] Apply one\n- [ ] Apply all\n");
  scene.emissions.length = 0;
  return { pull, summary };
}

describe("people in the conversation", () => {
  it("may edit and delete others' comments only with write access", async () => {
    const { summary } = await conversation();
    const { ada, eve } = scene;

    expect(() => eve.editsComment(summary, "mine")).toThrow("permission");
    expect(() => eve.ticks(summary, "Apply all")).toThrow("permission");
    expect(() => eve.deletesComment(summary)).toThrow("permission");
    ada.deletesComment(summary);
    expect(() => ada.editsComment(summary, "late")).toThrow("Not Found");
  });

  it("tick one box and leave the rest; the author stays the bot", async () => {
    const { summary } = await conversation();

    scene.ada.ticks(summary, "Apply all");

    expect(summary.body).toBe("Found:\n\n- [ ] Apply one\n- [x] Apply all\n");
    expect(scene.emissions).toMatchObject([
      { event: "issue_comment", action: "edited", sender: { login: "ada" }, payload: { changes: { body: {} } } },
    ]);
    expect(renderIssueComment(scene.world, summary)).toMatchObject({
      user: { login: "reflexgen[bot]" },
      performed_via_github_app: { slug: "reflexgen" },
    });
  });

  it("comment with a browser's line ends, and react without an event", async () => {
    const { pull } = await conversation();

    const comment = scene.eve.comments(pull, "one\ntwo");
    scene.ada.reacts(comment, "eyes");
    scene.ada.reacts(comment, "eyes");

    expect(comment.body).toBe("one\r\ntwo");
    expect(scene.told()).toEqual(["issue_comment.created"]);
    expect(renderIssueComment(scene.world, comment)["reactions"]).toMatchObject({ total_count: 1, eyes: 1 });
  });

  it.each([
    ["", "missing_field"],
    [" \n", "missing_field"],
    ["x".repeat(65_537), "custom"],
  ])("can't say nothing, or too much", async (body, code) => {
    const { pull } = await conversation();

    expect(() => scene.ada.comments(pull, body)).toThrow(
      expect.objectContaining({ status: 422, errors: [expect.objectContaining({ code })] }),
    );
  });
});
