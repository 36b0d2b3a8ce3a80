import { describe, expect, it } from "@jest/globals";
import { renderMarkdown } from "../../../demo/page/markdown.ts";

describe("a comment on the demo's page", () => {
  it("runs and loads nothing that somebody wrote into it", () => {
    const shown = renderMarkdown(
      "<script>x</script> <img src=x onerror=y> ![p](https://a.example/p.png) [go](javascript:x) <details open onclick=x>",
    );

    expect(shown).not.toMatch(/<(?:script|img|details)|href="javascript/);
  });

  it("keeps folds and drops comments", () => {
    expect(renderMarkdown("<details><summary>More</summary>\n\ntext\n\n</details>\n\n<!-- hidden -->")).toMatch(
      /<details><summary>More<\/summary>[\s\S]*<p>text<\/p>[\s\S]*<\/details>\s*$/,
    );
  });

  it("shows a suggestion as the change that it is", () => {
    const shown = renderMarkdown("```suggestion\nsame\nnew\n```", ["same", "old"]);

    expect(shown).toMatch(/class="same"[\s\S]*class="del"[\s\S]*-old[\s\S]*class="add"[\s\S]*\+new/);
  });
});
