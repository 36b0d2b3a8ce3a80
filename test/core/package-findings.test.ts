import { describe, expect, it } from "@jest/globals";
import type { Import } from "../../src/core/analysis.ts";
import { findPackages } from "../../src/core/package-findings.ts";
import type { DraftFinding } from "../../src/core/review-account.ts";
import { linesOf, spanOf } from "../../src/core/text.ts";
import { changedFile, changeOf } from "../fakes.ts";

/** Titles of what is said about the packages of one file of a change; imports are the lines that begin so. */
async function said(
  file: ReturnType<typeof changedFile>,
  others: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const found: DraftFinding[] = [];
  let at = 0;
  const imports = linesOf(file.head).flatMap((line): Import[] => {
    const start = (at += line.length) - line.length;
    const module = /^(?:import|from) (?:\w+ from )?["']?([@\w./:-]+)/.exec(line)?.[1];
    const names = /^from \S+ import (\w+)/.exec(line)?.slice(1) ?? [];
    return module ? [{ module, names, span: spanOf(file.head, start, start + line.trimEnd().length) }] : [];
  });
  const outline = { definitions: [], imports, calls: [], registrations: [] };
  const reading = { file, outline, alerts: [], existing: new Set<never>(), secrets: [] };
  await findPackages(reading, changeOf([file], others).files, { find: (finding) => void found.push(finding) });
  for (const { span, quote } of found) expect(file.head.slice(span.start, span.end)).toBe(quote);
  return found.map(({ title, severity }) => `${severity}: ${title}`);
}

const before = '{\n  "dependencies": {\n    "expresss": "^4"\n  }\n}\n';
const after =
  '{\n  "dependencies": {\n    "expresss": "^4",\n    "lodahs": "^4",\n    "fast-csv-turbo": "^1",\n    "zod": "^4"\n  }\n}\n';

describe("packages that a change brings", () => {
  it("are looked at alone, not those that were there", async () => {
    expect(await said(changedFile("package.json", before, before))).toEqual([]);
  });

  it("are named when they look like another, and when the lockfile does not hold them", async () => {
    const lockfile = { "package-lock.json": '{"packages":{"node_modules/lodahs":{}}}' };

    expect(await said(changedFile("package.json", after, before), lockfile)).toEqual([
      "high: The package lodahs looks like lodash",
      "medium: The new package fast-csv-turbo is not in the lockfile",
    ]);
  });

  it("are not called missing where there is no lockfile that could hold them", async () => {
    expect(await said(changedFile("package.json", after, before))).toEqual([
      "high: The package lodahs looks like lodash",
    ]);
  });
});

describe("imports that a change brings", () => {
  const manifest = { "requirements.txt": "flask==3\npyyaml\n", "shop/__init__.py": "", "tools/run.py": "" };

  it("are not judged where no manifest is there to name them", async () => {
    expect(await said(changedFile("a.py", "import fastcsvturbo\n"))).toEqual([]);
  });

  it("are named when no manifest, no file and no part of the language is meant", async () => {
    const code =
      "import os\nimport flask\nimport werkzeug.http\nimport yaml\nimport shop.cart\nfrom tools import run\nimport fastcsvturbo\nfrom .near import x\n";

    expect(await said(changedFile("shop/a.py", code, "import os\n"), manifest)).toEqual([
      "low: The imported package fastcsvturbo is not declared",
    ]);
  });

  it("are left alone where the file has them already, or a bundler's paths may mean anything", async () => {
    const web = {
      "package.json": '{"dependencies":{"react":"19"}}',
      "tsconfig.json": '{"compilerOptions":{"paths":{"ui/*":["./src/*"]}}}',
    };

    expect(await said(changedFile("a.py", "import os\nimport odd\n", "import odd\n"), manifest)).toEqual([]);
    expect(await said(changedFile("a.ts", 'import ui from "ui/button";\n'), web)).toEqual([]);
    expect(
      await said(
        changedFile("a.ts", 'import a from "@/x";\nimport b from "node:fs";\nimport c from "left-pad-pro";\n'),
        { "package.json": web["package.json"] },
      ),
    ).toEqual(["low: The imported package left-pad-pro is not declared"]);
  });
});
