import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { openScriptedModel, type Claim, type ScriptedModel } from "./scripted-model.ts";
import { openStage, opened, type Stage } from "./stage.ts";
import { pushed, seen } from "./threads.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let model: ScriptedModel;
let stage: Stage;
beforeAll(async () => {
  model = await openScriptedModel();
  stage = await openStage({ env: model.settings });
});
afterAll(async () => {
  await stage.close();
  await model.close();
});
beforeEach(() => {
  model.finds(() => []);
  model.examined();
});

/** Three functions in which no rule sees anything. */
const shop = (order = "database.order(number)", stock = "database.stock(name)") => `def show_order(database, number):
    order = ${order}
    return order.as_dict()


def show_stock(database, name):
    stock = ${stock}
    return stock.as_dict()


def show_price(database, name):
    return database.price(name)
`;
const ALL = ["show_order", "show_price", "show_stock"];

/** Whoever asks sees others' orders. */
const claimOn =
  (part: string, claim: Partial<Claim> = {}) =>
  (code: string): Claim[] =>
    code.includes(part)
      ? [{ weakness: "CWE-639", severity: "medium", quote: part, sink: "database.order", ...claim }]
      : [];

describe("a push to a pull request that was reviewed completely", () => {
  it("has the model look at what it touched, and the check says what stands from before", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene, { "shop.py": shop() });
    const first = model.examined();

    await pushed(stage, scene, { "shop.py": shop("database.order(int(number))") });

    expect(first).toEqual(ALL);
    expect(model.examined()).toEqual(["show_order"]);
    expect(seen(scene, pull).check).toMatch(/^completed success/);
    expect(scene.ada.sees(pull).checks.at(-1)?.output.summary).toMatch(
      /The model had examined 2 of the units at `[0-9a-f]{7}`/,
    );
  });

  it("has everything examined again by /reflexgen full, and nothing by review again", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene, { "shop.py": shop() });
    model.examined();

    scene.ada.comments(pull, "/reflexgen review");
    await stage.quiet();
    const again = model.examined();
    scene.ada.comments(pull, "/reflexgen full");
    await stage.quiet();

    expect(again).toEqual([]);
    expect(model.examined()).toEqual(ALL);
  });

  it("has units with open findings examined again, untouched or not", async () => {
    const scene = await stage.scene();
    model.finds(claimOn("database.order(number)"));
    const pull = await opened(stage, scene, { "shop.py": shop() });
    model.examined();

    await pushed(stage, scene, { "shop.py": shop("database.order(number)", "database.stock(str(name))") });

    expect(model.examined()).toEqual(["show_order", "show_stock"]);
    expect(seen(scene, pull).threads).toEqual(["shop.py:2"]);
  });

  it("is compared with what was examined, not with what was pushed last: a force push back costs what differs (D8)", async () => {
    const scene = await stage.scene();
    await opened(stage, scene, { "shop.py": shop() });
    model.examined();

    await pushed(stage, scene, { "shop.py": shop(), "README.md": "# Shop\n" }, "main");

    expect(model.examined()).toEqual([]);
  });

  it("follows a file that was renamed by a later push", async () => {
    const scene = await stage.scene();
    model.finds(claimOn("database.order(number)"));
    const pull = await opened(stage, scene, { "shop.py": shop() });
    model.examined();

    await pushed(stage, scene, {
      "shop.py": null,
      "shop/views.py": shop("database.order(number)", "database.stock(str(name))"),
    });

    expect(model.examined()).toEqual(["show_order", "show_stock"]);
    expect(seen(scene, pull).threads).toEqual(["shop.py:2 outdated"]);
  });
});

describe("a push after a review that was not complete", () => {
  it("has everything examined that no complete review had", async () => {
    const scene = await stage.scene();
    model.says({ failed: { status: 400, body: '{"error":{"message":"no"}}' } });
    const pull = await opened(stage, scene, { "shop.py": shop() });
    const failed = seen(scene, pull).check;
    model.says(undefined);
    model.examined();

    await pushed(stage, scene, { "shop.py": shop("database.order(int(number))") });

    expect(failed).toMatch(/^completed neutral/);
    expect(model.examined()).toEqual(ALL);
  });
});

describe("a model that names things otherwise the next time", () => {
  it("means the same finding: CWE-77 today, CWE-78 tomorrow, another sink, another title", async () => {
    const scene = await stage.scene();
    const claim = { weakness: "CWE-77", severity: "high", sink: "database.order" };
    model.finds(claimOn("database.order(number)", claim));
    const pull = await opened(stage, scene, { "shop.py": shop() });
    model.finds(
      claimOn("database.order(number)", { ...claim, weakness: "CWE-78", sink: "order", title: "Another view" }),
    );

    await pushed(stage, scene, { "shop.py": `LIMIT = 3\n\n\n${shop()}` });

    expect(seen(scene, pull)).toMatchObject({ threads: ["shop.py:2"], answers: [] });
    expect(seen(scene, pull).check).toMatch(/^completed failure: 1 finding/);
  });

  it("or says nothing of it: it stands while its lines do, and is gone when they are", async () => {
    const scene = await stage.scene();
    model.finds(claimOn("database.order(number)", { severity: "high" }));
    const pull = await opened(stage, scene, { "shop.py": shop() });
    model.finds(() => []);

    await pushed(stage, scene, { "shop.py": `LIMIT = 3\n\n\n${shop()}` });
    const silent = seen(scene, pull);
    await pushed(stage, scene, { "shop.py": shop("database.order_of(current_user(), number)") });

    expect(silent).toMatchObject({ threads: ["shop.py:2"], check: expect.stringMatching(/^completed failure/) });
    expect(seen(scene, pull)).toMatchObject({
      threads: ["shop.py:2 resolved outdated"],
      check: expect.stringMatching(/^completed success/),
    });
  });
});

describe("what a model finds late", () => {
  it("is listed where it is medium, and said at once and labelled where it is high", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene, { "shop.py": shop() });
    model.finds((code) => [
      ...claimOn("order.as_dict()", { sink: "as_dict" })(code),
      ...claimOn("stock.as_dict()", { sink: "as_dict", severity: "high" })(code),
    ]);

    await pushed(stage, scene, { "shop.py": shop("database.order(int(number))", "database.stock(str(name))") });
    const late = seen(scene, pull);
    await pushed(stage, scene, {
      "shop.py": `LIMIT = 3\n\n\n${shop("database.order(int(number))", "database.stock(str(name))")}`,
    });

    expect(late.threads).toEqual(["shop.py:8"]);
    expect(scene.ada.sees(pull).reviewComments[0]?.body).toMatch(/\blate\b/);
    expect(late.summary).toMatch(/2 findings/);
    expect(late.check).toMatch(/^completed failure/);
    expect(seen(scene, pull).threads).toEqual(["shop.py:8"]);
    const metrics = await (await fetch(stage.app.webhook.url.replace(/\/api\/.*/, "/metrics"))).text();
    expect(metrics).toMatch(/^reflexgen_late_findings_total\{how="listed"\} [1-9]/m);
    expect(metrics).toMatch(/^reflexgen_late_findings_total\{how="said"\} [1-9]/m);
  });
});
