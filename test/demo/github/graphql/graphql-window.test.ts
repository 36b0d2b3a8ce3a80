import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { octokitOf, openStory } from "../set-up.ts";
import type { Story } from "../set-up.ts";

let story: Story;
beforeEach(async () => {
  story = await openStory();
});
afterEach(async () => {
  await story.close();
});

const MINIMIZE = `mutation { minimizeComment(input: { subjectId: "IC_none", classifier: OUTDATED }) { clientMutationId } }`;

describe("GraphQL", () => {
  it("refuses what is not in GitHub's schema, and counts it as a violation", async () => {
    const asked = story.octokit.graphql('{ repository(owner: "acme", name: "shop") { colour } }');

    await expect(asked).rejects.toThrow("Cannot query field");
    expect(story.github.violations[0]).toContain('Cannot query field "colour"');
  });

  it("tells its refusals as GitHub does: status 200, a type, a path", async () => {
    const asked = story.octokit.graphql(MINIMIZE);

    await expect(asked).rejects.toMatchObject({ errors: [{ path: ["minimizeComment"], type: "NOT_FOUND" }] });
    story.github.assertNoViolations();
  });

  it("wants to know who asks", async () => {
    await expect(octokitOf(story.github).graphql("{ viewer { login } }")).rejects.toMatchObject({ status: 401 });
  });

  it("can go wrong on order: 200, and 'Something went wrong'", async () => {
    const fault = story.github.faults.order({ on: "graphql:minimizeComment", fault: { kind: "graphql-error" } });

    await expect(story.octokit.graphql(MINIMIZE)).rejects.toThrow("Something went wrong");
    expect(fault.used).toBe(1);
  });
});
