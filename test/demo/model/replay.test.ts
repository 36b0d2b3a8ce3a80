import { afterEach, describe, expect, it } from "@jest/globals";
import { fromRecording } from "../../../demo/model/answerers.ts";
import { openModelWindow, type ModelWindow } from "../../../demo/model/model-window.ts";
import { blankOf, questionOf } from "../../../demo/model/question.ts";

const asking = (tag: string, code: string) => ({
  model: "recorded",
  messages: [
    { role: "system", content: `The material comes between lines that carry the mark ${tag}.` },
    { role: "user", content: `<code ${tag}>\n${code}\n</code ${tag}>` },
  ],
  response_format: { type: "json_schema", json_schema: { name: "introspect" } },
});
const [ONE, OTHER] = ["data-0123456789abcdef01", "data-fedcba987654321012"];

let window: ModelWindow | undefined;
afterEach(async () => window?.close());

describe("a recording of a model", () => {
  it("refuses a question that was never asked in these words", async () => {
    window = await openModelWindow("recorded", fromRecording("with-lesson"));

    const response = await fetch(`${window.settings["OPENAI_BASE_URL"]}/chat/completions`, {
      method: "POST",
      body: JSON.stringify(asking(ONE, "print(1)")),
    });

    expect(response.status).toBe(404);
    expect(await response.text()).toContain("the prompt has changed since");
    expect(window.exchanges[0]?.refused).toBeDefined();
  });

  it("knows a question again whatever the random marks are", () => {
    expect(questionOf(asking(ONE, "key = REDACTED_SECRET_1_A00BCDC2")).key).toBe(
      questionOf(asking(OTHER, "key = REDACTED_SECRET_1_00000000")).key,
    );
  });

  it("takes another code for another question", () => {
    expect(questionOf(asking(ONE, "a")).key).not.toBe(questionOf(asking(ONE, "b")).key);
    expect(blankOf(questionOf(asking(ONE, "a")), "code")).toBe("a\n");
  });
});
