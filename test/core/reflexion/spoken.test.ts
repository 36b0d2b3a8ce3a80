import { expect, it } from "@jest/globals";
import { COMMENT_LANGUAGES, DEFAULT_POLICY } from "../../../src/core/policy.ts";
import { spoken } from "../../../src/core/reflexion/spoken.ts";
import { loadPrompts } from "../../../src/prompts/load.ts";
import { scriptedModel } from "../../fakes.ts";

const thinking = { model: scriptedModel(() => ({})), prompts: loadPrompts() };

it("adds nothing to a question in English: recorded answers are found by its bytes", () => {
  expect(spoken("Examine.", { tag: "t" }, { thinking, policy: DEFAULT_POLICY })).toBe("Examine.");
});

it.each(COMMENT_LANGUAGES.filter((language) => language !== "English"))(
  "asks for words for people in %s",
  (language) => {
    const system = spoken("Examine.", { tag: "t" }, { thinking, policy: { ...DEFAULT_POLICY, language } });

    expect(system.startsWith("Examine.\n\n")).toBe(true);
    expect(system).toContain(`write these in ${language}.`);
  },
);
