import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { mergeHunks } from "../../src/core/merge-hunks.ts";
import { applyPatch, patchBetween } from "../../src/core/patch.ts";

const HEAD = "import os\n\nrun(f'ls {a}', shell=True); h = md5(b)\nprint(1)\nprint(2)\n";

/** The text with both patches, where they go together. */
function merged(head: string, first: string, second: string): { text: string; sharedLines: boolean } | undefined {
  const hunksOf = (text: string) => patchBetween("a", head, text).hunks;
  const both = mergeHunks(head, hunksOf(first), hunksOf(second));
  return both && { text: applyPatch(head, { path: "a", hunks: both.hunks }), sharedLines: both.sharedLines };
}

describe("two patches of one text", () => {
  it("go together where their lines are apart", () => {
    const both = merged(HEAD, HEAD.replace("print(1)", "one()"), HEAD.replace("import os", "import sys"));

    expect(both).toEqual({
      text: HEAD.replace("print(1)", "one()").replace("import os", "import sys"),
      sharedLines: false,
    });
  });

  it("bring the same import once, and different ones one after the other", () => {
    const withImport = (name: string) => `import ${name}\n${HEAD}`;

    expect(merged(HEAD, withImport("shlex"), withImport("shlex"))?.text).toBe(withImport("shlex"));
    expect(merged(HEAD, withImport("shlex"), withImport("html"))?.text).toBe(`import shlex\nimport html\n${HEAD}`);
  });

  it("go together at different words of one line, and say so", () => {
    const both = merged(HEAD, HEAD.replace("f'ls {a}', shell=True", "['ls', a]"), HEAD.replace("md5", "sha256"));

    expect(both).toEqual({
      text: HEAD.replace("f'ls {a}', shell=True", "['ls', a]").replace("md5", "sha256"),
      sharedLines: true,
    });
  });

  it.each([
    ["change one word in two ways", "md5", "sha256", "blake2b"],
    ["touch each other", "shell=True)", "shell=False)", "shell=True, check=True)"],
    ["wrap the same value", "(b)", "(quote(b))", "(escape(b))"],
  ])("do not go together where they %s", (_, word, first, second) => {
    expect(merged(HEAD, HEAD.replace(word, first), HEAD.replace(word, second))).toBeUndefined();
  });

  it("do not go together where one deletes what the other changes", () => {
    expect(merged(HEAD, HEAD.replace("print(1)\n", ""), HEAD.replace("print(1)", "print(3)"))).toBeUndefined();
  });

  it("give the same lines whichever comes first, and with themselves or with none what they were", () => {
    const line = fc.constantFrom("a = 1\n", "b(c, d)\r\n", "\n", "\te f g\n");
    const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join(""));

    fc.assert(
      fc.property(text, text, text, (head, first, second) => {
        const both = merged(head, first, second);

        // What both insert at one place stands in the order of the patches; all else is where it was.
        const sorted = (of: string | undefined) => of?.split("\n").toSorted();
        expect(sorted(merged(head, second, first)?.text)).toEqual(sorted(both?.text));
      }),
    );
    fc.assert(fc.property(text, text, (head, first) => merged(head, first, first)?.text === first));
    fc.assert(fc.property(text, text, (head, first) => merged(head, first, head)?.text === first));
  });
});
