import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { applyPatch } from "../../src/core/patch.ts";
import { renderJson } from "../../src/report/json.ts";
import { ReviewDocument, reviewSchema } from "../../src/report/review-document.ts";
import { adviceOnly, CHECKED_FIX, FINDING, reviewOf, USERS, USERS_FIXED } from "./sample-review.ts";

const published: object = JSON.parse(
  await readFile(new URL("../../schema/review.schema.json", import.meta.url), "utf8"),
);
const validate = new Ajv2020({ strict: false }).compile(published);

describe("renderJson", () => {
  it("says that a review is incomplete when something selected could not be read", () => {
    const left = { path: "logo.png", reason: "binary file" };
    const failed = { path: "a.py", reason: "the model refused", failed: true };

    const documents = [[left], [left, failed]].map((unread) =>
      parse(renderJson(reviewOf([], { unread }), { version: "1" })),
    );

    expect(documents.map(({ complete }) => complete)).toEqual([true, false]);
    expect(documents[1]?.unread).toEqual([{ ...left, failed: false }, failed]);
  });

  it("holds to the published schema, and its patches apply", () => {
    const account = {
      path: "app/users.py",
      name: "Users.login",
      lines: { startLine: 5, endLine: 8 },
      rounds: 1,
      context: [
        {
          role: "imports" as const,
          path: "app/users.py",
          lines: { startLine: 1, endLine: 1 },
          code: "import sqlite3",
          reason: "imports",
        },
      ],
      trace: [{ step: "check", detail: "reached L3" }],
    };
    const review = reviewOf([FINDING, adviceOnly()], {
      accounts: [account],
      model: { name: "m", destination: "d" },
      baseSha: "a",
      headSha: "b",
    });

    const text = renderJson(review, { version: "1.2.3", explain: true });

    expect(validate(JSON.parse(text))).toBe(true);
    const hunks = parse(text).findings[0]?.fix?.patch ?? [];
    expect(applyPatch(USERS, { path: "app/users.py", hunks })).toBe(USERS_FIXED);
    expect(text).not.toContain("import sqlite3");
  });

  it("gives no patch that failed a check, or that would write a secret", () => {
    const failed = { ...FINDING, fix: { ...CHECKED_FIX, reached: "L2" as const } };
    const scrub = (text: string) => text.replaceAll("users", "REDACTED");

    const [one, two] = [
      renderJson(reviewOf([failed]), { version: "1" }),
      renderJson(reviewOf([FINDING]), { version: "1", scrub }),
    ].map(parse);

    expect(one?.findings[0]?.fix).toMatchObject({ withheld: "it did not pass the checks" });
    expect(one?.findings[0]?.fix).not.toHaveProperty("patch");
    expect(two?.findings[0]?.fix).toMatchObject({ withheld: "its lines hold a secret value" });
    expect(JSON.stringify(two)).not.toContain("users");
  });

  it("prints no hidden character, and loses none", () => {
    const quote = "\u202E\u009b31m\u2028\ud83d\ude00\u{E0041}\u007f\u200b";

    const text = renderJson(reviewOf([adviceOnly({ quote })]), { version: "1" });

    expect(text).not.toMatch(/[\u007f-\u009f\p{Cf}\p{Zl}]/u);
    expect(parse(text).findings[0]?.quote).toBe(quote);
  });
});

it("is published as it is: else run `node tools/write-schema.ts` and format", () => {
  expect(published).toEqual(reviewSchema());
});

function parse(text: string): ReviewDocument {
  return ReviewDocument.parse(JSON.parse(text));
}
