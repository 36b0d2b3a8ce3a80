import { describe, expect, it } from "@jest/globals";
import { stepsOf } from "../../../demo/acts/steps.ts";
import type { Exchange } from "../../../demo/model/model-window.ts";

const blank = (label: string, text: string) => `<${label} data-TAG>\n${text}\n</${label} data-TAG>`;
const user = (...parts: string[]) => ({ role: "user", content: parts.join("\n") });
const system = { role: "system", content: "" };

function asked(
  purpose: string,
  messages: Exchange["question"]["messages"],
  answer?: Record<string, unknown>,
): Exchange {
  const question = { purpose, key: purpose, messages };
  return answer ? { question, answer } : { question, refused: "the prompt has changed since" };
}

describe("the steps of a model's review", () => {
  it("name what was not answered", () => {
    const steps = stepsOf([asked("introspect", [system, user(blank("code", "def fetch(url):\n    get(url)"))])]);

    expect(steps).toEqual([{ unit: "fetch", kind: "unanswered", words: "the prompt has changed since" }]);
  });

  it("tell a refused version and the one that follows it", () => {
    const first = user(
      blank("code", "def fetch(url):\n    get(url)"),
      blank("knowledge", "# Choose hosts (CWE-918)\ntext"),
    );
    const version = (code: string) => ({ title: "checks the host", obstacle: "", code });
    const second = user(blank("feedback", '- Check "a" failed: b.'), blank("knowledge", "nothing"));

    const steps = stepsOf([
      asked("introspect", [system, first], { defects: [{ weakness: "CWE-918", title: "any host" }] }),
      asked("generate", [system, first], version("def fetch(url):\n    if bad(url): return\n    get(url)")),
      asked(
        "refine",
        [system, first, { role: "assistant", content: "{}" }, second],
        version("def fetch(url):\n    get(url)"),
      ),
    ]);

    expect(steps.map(({ kind, words }) => [kind, words])).toEqual([
      ["examined", "CWE-918: any host"],
      ["version", "checks the host"],
      ["refused", 'Check "a" failed: b.'],
      ["version", "checks the host"],
    ]);
    expect(steps[1]?.knowledge).toEqual(["Choose hosts"]);
    expect(steps[1]?.changes).toEqual([{ sign: "+", text: "    if bad(url): return" }]);
  });

  it("leave out units of which nothing was found", () => {
    const nothing = (code: string) => asked("introspect", [system, user(blank("code", code))], { defects: [] });

    expect(stepsOf([nothing("import a"), nothing("import b")])).toEqual([]);
  });
});
