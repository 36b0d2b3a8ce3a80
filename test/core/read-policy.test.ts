import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { UserError } from "../../src/core/errors.ts";
import { DEFAULT_POLICY, POLICY_KEYS } from "../../src/core/policy.ts";
import { readPolicy, readSettingsFile } from "../../src/core/read-policy.ts";

/** The words of the refusal; undefined where the text is taken. Anything but a refusal in words is a failure of the test. */
function refusal(text: string): string | undefined {
  try {
    readSettingsFile(text);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

describe("a file of settings", () => {
  it("gives what it names and nothing else", () => {
    expect(readSettingsFile("blockAt: never\nexclude: [vendor]\n")).toEqual({
      given: { blockAt: "never", exclude: ["vendor"] },
      enforced: [],
    });
  });

  it.each(["", "# nothing\n", "{}\n"])("may be empty: %j", async (text) => {
    await expect(readPolicy({ readBase: async () => text })).resolves.toEqual(DEFAULT_POLICY);
  });

  it.each([
    ["a: [", "not valid YAML"],
    ["- a\n", "file: wrong type"],
    ["just words\n", "file: wrong type"],
    ["exclude:\n", "exclude: wrong type"],
    ["maxFiles: 1e9\n", "maxFiles: too big"],
    ["blockAt: sometimes\n", "blockAt: not one of the allowed values"],
    ["exclude: ['+(a)']\n", "exclude.0: not a glob that is known here"],
    ["language: Klingon\n", "language: not one of the allowed values"],
    ["enforce: [nothing]\n", "enforce.0: not one of the allowed values"],
    ["blockAt: high\nblockAt: low\n", "not valid YAML"],
  ])("%j is refused: %s", (text, words) => {
    expect(refusal(text)).toBe(`.github/reflexgen.yml: ${words}`);
  });

  it("takes a full file: every key, lists as long as they may be, and a comment to each", () => {
    const globs = Array.from({ length: 100 }, (_, at) => `packages/one-${at}/{src,lib}/**/*.generated.ts`);
    const text = `# ours\n${stringify({
      include: globs,
      exclude: globs,
      skipLabels: Array.from({ length: 50 }, (_, at) => `label ${at}`),
      minimumSeverity: "medium",
      whenNotReviewed: "failure",
      enforce: [...POLICY_KEYS],
    }).replaceAll("\n", " # why\n")}`;

    expect(refusal(text)).toBeUndefined();
  });

  it("is a wrong one in words or a right one, whatever stands in it (C2)", () => {
    const key = fc.oneof(fc.constantFrom(...POLICY_KEYS, "enforce", "__proto__", "constructor"), fc.string());
    const value = fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom("low", "high", "merged", 1, true, null));
    const texts = fc.oneof(
      fc.dictionary(key, value).map((content) => stringify(content)),
      fc.string({ unit: "binary", maxLength: 400 }),
      fc
        .array(
          fc.constantFrom("a: ", "- ", "[", "]", "{", "}", "\n", "  ", "&a ", "*a", "!!x ", "'", '"', "|\n", "? ", "#"),
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(refusal(text)?.length ?? 0).toBeLessThan(1000);
        expect(Object.getPrototypeOf({})).toBe(Object.prototype);
      }),
      { numRuns: 500 },
    );
  });
});

describe("what would keep a parser busy (C3)", () => {
  const DEEP = 1000;
  it.each<[string, string]>([
    ["10 MB", "a: b\n".repeat(2_000_000)],
    ["brackets in brackets", `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`],
    ["brackets that never close", "[".repeat(60_000)],
    ["brackets that never opened", "]".repeat(60_000)],
    ["maps in maps", "{a: ".repeat(DEEP)],
    ["lists in lists", "- ".repeat(DEEP)],
    ["keys that are announced, in each other", "? ".repeat(DEEP)],
    ["thousands of keys", Array.from({ length: 9000 }, (_, at) => `k${at}:\n`).join("")],
    ["thousands of keys on one line", `{${Array.from({ length: 9000 }, (_, at) => `k${at}`).join(",")}}`],
    [
      "aliases of aliases",
      `a: &a [x]\n${"bcdefghijklmnopqrstuvwxyz"
        .split("")
        .map(
          (name, at) =>
            `${name}: &${name} [*${"abcdefghijklmnopqrstuvwxyz"[at]}, *${"abcdefghijklmnopqrstuvwxyz"[at]}]\n`,
        )
        .join("")}`,
    ],
    [
      "ten aliases of ten",
      "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n",
    ],
    ["tags", "!a ".repeat(20_000)],
    ["quotes", '""'.repeat(30_000)],
    ["anchors", "- &a x\n".repeat(9000)],
  ])("is refused before it does: %s", (_, text) => {
    expect(refusal(text)).toBeDefined();
  });
});

describe("what is the operator's alone (C5)", () => {
  const names = ["baseUrl", "base_url", "BASE_URL", "model", "Model", "MODEL", "apiKey", "api_key", "API-KEY", "key"];
  const more = [
    "openai",
    "OPENAI_BASE_URL",
    "OPENAI_API_KEY",
    "REFLEXGEN_MODEL",
    "endpoint",
    "url",
    "proxy",
    "HTTPS_PROXY",
  ];
  const deep = [
    "http_proxy",
    "prompt",
    "prompts",
    "systemPrompt",
    "system_prompt",
    "instructions",
    "extra_instructions",
  ];
  const odd = [
    "__proto__",
    "constructor",
    "prototype",
    "config__base_url",
    "model.base_url",
    "_extends",
    "extends",
    "$ref",
  ];
  const other = ["temperature", "headers", "token", "webhook", "qdrant", "QDRANT_URL", "knowledge", "ｍodel", "mоdel"];

  it.each([...names, ...more, ...deep, ...odd, ...other])("%s is no setting", (name) => {
    expect(refusal(`${JSON.stringify(name)}: "http://canary.example/"\n`)).toBe(
      `.github/reflexgen.yml: ${name}: no such setting`,
    );
  });

  it.each(["exclude", "language", "blockAt", "learning"])("nor is anything below a setting: %s", (name) => {
    expect(refusal(`${name}: {base_url: "http://canary.example/"}\n`)).toBeDefined();
    expect(refusal(`${name}: {base_url: "http://canary.example/"}\n`)).not.toContain("canary");
  });
});
