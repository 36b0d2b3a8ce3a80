import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openAnalysis } from "../../../src/adapters/analysis/process.ts";
import { openToolchain } from "../../../src/adapters/analysis/toolchain.ts";
import { findTool } from "../../../src/adapters/analysis/toolchain/find-tool.ts";
import { includesSafely } from "../../../src/adapters/analysis/toolchain/includes-safely.ts";
import { runTool } from "../../../src/adapters/analysis/toolchain/run-tool.ts";
import { languageOf } from "../../../src/core/language.ts";

const search = { path: process.env["PATH"] ?? "", notUnder: [process.cwd()] };
const toolchain = openToolchain(search);
const folder = realpathSync(mkdtempSync(join(tmpdir(), "toolchain-test-")));
afterAll(async () => {
  await toolchain.close();
  rmSync(folder, { recursive: true });
});

/** Tests that need a compiler that this machine may not have. */
const describeWith = (name: string) => (findTool(name, search) ? describe : describe.skip);

async function complain(path: string, text: string): Promise<string[]> {
  const diagnostics = await toolchain.diagnosticsOf({ path, language: languageOf(path), text });
  return diagnostics.map(
    ({ by, kind, span, message }) => `${by} ${kind} ${span.startLine}:${span.startColumn} ${message}`,
  );
}

describeWith("gcc")("gcc", () => {
  it("sees undeclared names and what is missing, at their places", async () => {
    const complaints = await complain("a.c", "#include <stdio.h>\nint main(void) {\n\treturn nothing\n}\n");

    expect(complaints).toEqual([
      expect.stringMatching(/^gcc unbound 3:9 .*nothing.* undeclared/),
      expect.stringMatching(/^gcc syntax 3:16 expected ';'/),
    ]);
  });

  it("has nothing to say of sound code, warnings included", async () => {
    expect(await complain("a.c", "#include <stdlib.h>\nint f(int unused) { int x; return 1; }\n")).toEqual([]);
  });

  it("says nothing rather than noise when a header is missing", async () => {
    expect(await complain("a.c", '#include "ours.h"\nour_type x = our_macro(1);\n')).toEqual([]);
  });
});

describeWith("g++")("g++", () => {
  it("reads C++", async () => {
    expect(await complain("a.cpp", "#include <string>\nint f() { return g(std::string()); }\n")).toEqual([
      expect.stringMatching(/^g\+\+ unbound 2:18 .*not declared/),
    ]);
  });

  it("is ended when the code makes it compute without end", async () => {
    const endless =
      "constexpr long f(long n) { return n < 2 ? 1 : f(n - 1) + f(n - 2); }\nstatic_assert(f(80) == 1);\n";

    expect((await complain("a.cpp", endless)).length).toBeLessThan(3);
  });
});

describe("a compiler that reads includes", () => {
  it.each([
    '#include "/etc/passwd"',
    "#include </dev/zero>",
    "#include <../../secret.h>",
    '#inc\\\nlude "/etc/passwd"',
    '%:include "/etc/passwd"',
    '??=include "/etc/passwd"',
    '/**/ #include "/etc/passwd"',
    '#/**/include "/etc/passwd"',
    '#define X "/etc/passwd"\n#include X',
    '#pragma GCC dependency "/etc/passwd"',
    '_Pragma("GCC dependency \\"/etc/passwd\\"")',
    '#import "/etc/passwd"',
    '#include_next "/etc/passwd"',
    '#embed "/etc/passwd"',
    'x;\r#include "/etc/passwd"',
    '"/*";\n#include "/etc/passwd"\n"*/"',
  ])("is not shown a text that makes it read files: %j", (text) => {
    expect(includesSafely(text)).toBe(false);
  });

  it.each([
    "#include <sys/types.h>\r\n",
    '  #  include "a-b.h" // why',
    "#ifdef X\n#  define Y(a) #a\n#else\n#endif",
    "int main() {}",
  ])("is shown ordinary code: %j", (text) => {
    expect(includesSafely(text)).toBe(true);
  });
});

describeWith("gofmt")("gofmt", () => {
  it("sees syntax errors, and nothing in sound code", async () => {
    expect(await complain("a.go", "package a\n\nfunc f( { }\n")).toContainEqual(
      "gofmt syntax 3:9 expected ')', found '{'",
    );
    expect(await complain("a.go", "package a\n\nfunc  f() { }\n")).toEqual([]);
  });
});

describeWith("python3")("python3", () => {
  it("sees syntax errors, and nothing in sound code", async () => {
    expect(await complain("a.py", "x = 1\ndef f():\n    nonlocal q\n")).toEqual([
      "python3 syntax 3:5 no binding for nonlocal 'q' found",
    ]);
    expect(await complain("a.py", "x = 1\n")).toEqual([]);
  });

  it("parses, and runs nothing", async () => {
    const marker = join(folder, "executed");

    expect(await complain("a.py", `open(${JSON.stringify(marker)}, "w").write("x")\nraise SystemExit\n`)).toEqual([]);
    expect(() => realpathSync(marker)).toThrow("ENOENT");
  });

  it("survives texts that break parsers", async () => {
    for (const text of ["a = '\0'", "(".repeat(100_000), "\ud800", "-".repeat(100_000)]) {
      expect((await complain("a.py", text)).length).toBeLessThan(3);
    }
  });
});

describe("a tool", () => {
  const program = (...path: string[]): string => {
    const file = join(folder, ...path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "#!/bin/sh\necho ours\n");
    chmodSync(file, 0o755);
    return file;
  };

  it("is never one that the repository under review brings", () => {
    const inRepository = program("repository", "bin", "tool");
    program("repository", "node_modules", ".bin", "tool");
    program("elsewhere", "node_modules", ".bin", "tool");
    mkdirSync(join(folder, "links"));
    symlinkSync(inRepository, join(folder, "links", "tool"));
    const ours = program("system", "tool");
    const path = ["repository/bin", "elsewhere/node_modules/.bin", "links", "missing", "system"].map((name) =>
      join(folder, name),
    );

    expect(
      findTool("tool", { path: ["bin", ".", "", ...path].join(":"), notUnder: [join(folder, "repository")] }),
    ).toBe(ours);
    expect(
      findTool("tool", { path: path.slice(0, 3).join(":"), notUnder: [join(folder, "repository")] }),
    ).toBeUndefined();
  });

  it("gets no environment of ours, and an empty folder", async () => {
    const empty = mkdtempSync(join(folder, "empty-"));
    process.env["REFLEXGEN_TEST_SECRET"] = "not for tools";

    const output = await runTool("/bin/sh", ["-c", "env; pwd; ls -A"], "", empty);

    delete process.env["REFLEXGEN_TEST_SECRET"];
    expect(output).not.toContain("not for tools");
    expect(output?.trimEnd().split("\n").at(-1)).toBe(empty);
  });

  it("is ended with what it started, when nobody waits any more", async () => {
    const controller = new AbortController();
    const running = runTool("/bin/sh", ["-c", "sleep 60 & sleep 60"], "", folder, controller.signal);

    controller.abort();

    await expect(running).resolves.toBeUndefined();
  });

  it("says nothing when it can't be run", async () => {
    await expect(runTool("/nowhere/tool", [], "x".repeat(1_000_000), folder)).resolves.toMatch(/not found/);
  });

  it("is asked beside the child's own front ends", async () => {
    const analysis = openAnalysis({ rulesFolder: "/nowhere", toolchain: search });

    const { diagnostics = [] } = await analysis.read(
      { path: "a.go", language: "go", text: "package a\nfunc f( {\n" },
      { diagnostics: true },
    );
    await analysis.close();

    const expected = findTool("gofmt", search) ? ["gofmt", "tree-sitter"] : ["tree-sitter"];
    expect([...new Set(diagnostics.map((each) => each.by))].toSorted()).toEqual(expected);
  });
});
