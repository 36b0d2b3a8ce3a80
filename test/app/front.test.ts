import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { opened, post } from "./deliver.ts";
import { closeTestApp, openTestApp, until, type TestApp } from "./test-app.ts";

describe("the front", () => {
  let app: TestApp;
  beforeEach(async () => void (app = await openTestApp()));
  afterEach(() => closeTestApp(app));

  it("takes a signed delivery, and its job runs", async () => {
    const answer = await post(app.webhookUrl, { body: JSON.stringify(opened(7)) });
    await until(() => app.ran.length > 0);

    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe("");
    expect(app.ran).toEqual([{ kind: "review", installation: 5, repository: 77, number: 7, again: false }]);
  });
});
