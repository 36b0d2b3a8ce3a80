import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openContractCheck } from "../../../../demo/github/contract/check.ts";
import { readContract } from "../../../../demo/github/contract/contract.ts";
import { OPERATIONS, WEBHOOKS } from "../../../../demo/github/contract/operations.ts";
import { needsOf } from "../../../../demo/github/rights/needs.ts";
import { routes } from "../../../../demo/github/routes.ts";
import { openStory } from "../set-up.ts";
import type { Story } from "../set-up.ts";

const contract = readContract();

describe("the contract", () => {
  it("is GitHub's own, cut to what is offered, and small", () => {
    expect(Object.keys(contract.operations).toSorted()).toEqual(OPERATIONS.toSorted());
    expect(Object.keys(contract.webhooks)).toEqual(WEBHOOKS);
    expect(JSON.stringify(contract).length).toBeLessThan(1_000_000);
  });

  it("knows every route that is offered, and somebody knows what each asks of Apps", () => {
    const check = openContractCheck(contract);

    const unknown = routes.filter(({ method, path }) => check.operation(method, path) === undefined);
    const needless = routes.filter((route) => needsOf(route) === undefined);

    expect(unknown.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(needless.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it("names misspelt, misplaced and wrong fields of a request", () => {
    const check = openContractCheck(contract);
    const request = (body: unknown, query = "") =>
      check.request("pulls/create-review", { query: new URLSearchParams(query), body });

    expect(
      request({ event: "COMMENT", body: "x", comments: [{ path: "a", body: "b", line: 1, side: "RIGHT" }] }),
    ).toEqual([]);
    expect(request({ evnt: "COMMENT" })).toEqual(["/evnt is not a permitted key"]);
    expect(request({ comments: [{ path: "a", body: "b", startLine: 1 }] })).toEqual([
      "/comments/0/startLine is not a permitted key",
    ]);
    expect(request({ event: "PRAISE" })).toEqual(["/event must be equal to one of the allowed values"]);
    expect(request({ event: "COMMENT" }, "force=1")).toEqual(["?force is not a permitted parameter"]);
  });

  it("names what an answer lacks, has too much, or can't be", () => {
    const check = openContractCheck(contract);
    const answer = (body: unknown, status = 200) => check.answer("apps/get-webhook-config-for-app", { status, body });

    expect(answer({ url: "http://127.0.0.1/", content_type: "json", insecure_ssl: "0" })).toEqual([]);
    expect(answer({ address: "x" })).toEqual(["/address is not a permitted key"]);
    expect(answer(undefined)).toEqual(["the body is missing"]);
    expect(answer({}, 299)).toEqual(["status 299 is not documented"]);
    expect(answer({ message: "Not Found", documentation_url: "x", status: "404" }, 404)).toEqual([]);
  });

  it("allows null where GitHub says nullable, with and without a type", () => {
    const check = openContractCheck(contract);

    const breaches = check.webhook("installation-repositories-added", { action: "added" });

    expect(breaches).toContain("the body must have required property 'installation'");
    expect(check.webhook("nothing-of-the-kind", {})).toEqual(["is no webhook of the contract"]);
  });
});

describe("a request against the contract", () => {
  let story: Story;
  beforeEach(async () => {
    story = await openStory();
  });
  afterEach(async () => {
    await story.close();
  });

  it("is refused with the reason and counted as a violation", async () => {
    const refusal = story.octokit.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
      owner: "acme",
      repo: "shop",
      comment_id: 1,
      body: "x",
      colour: "red",
    });

    await expect(refusal).rejects.toMatchObject({ status: 422 });
    expect(story.github.violations).toEqual(["request issues/update-comment: /colour is not a permitted key"]);
    expect(() => story.github.assertNoViolations()).toThrow("/colour is not a permitted key");
  });
});
