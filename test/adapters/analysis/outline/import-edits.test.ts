import { describe, expect, it } from "@jest/globals";
import { importEdits } from "../../../../src/adapters/analysis/outline/import-edits.ts";
import { parse } from "../../../../src/adapters/analysis/parse.ts";
import type { ParsedLanguage } from "../../../../src/core/language.ts";
import { applyEdits } from "../../../../src/core/text.ts";

const imported = (language: ParsedLanguage, text: string, ...statements: string[]) =>
  applyEdits(text, importEdits(parse(language, text), language, text, statements));

describe("importEdits", () => {
  it.each<[ParsedLanguage, string]>([
    ["python", "evil()"],
    ["python", "import x; evil()"],
    ["python", "import x\nevil()"],
    ["javascript", 'import { a } from "b"; evil();'],
    ["javascript", 'const a = require("b").c(evil());'],
    ["go", '"fmt"\nfunc init() { evil() }'],
    ["java", "import a.B; class C {}"],
    ["c", "#include <a.h>\nint x = evil();"],
    ["c", "#define A 1"],
    ["python", `import ${"a".repeat(400)}`],
  ])("%s: brings nothing that is more than imports: %s", (language, statement) => {
    expect(imported(language, "", statement)).toBe("");
  });

  it("knows nothing of languages without a parser", () => {
    expect(importEdits(parse("python", ""), "text", "", ["import os"])).toEqual([]);
  });

  it.each<[ParsedLanguage, string, string]>([
    ["python", "import os\nfrom a import b as c\n", "from a import b as c"],
    ["python", "from a import *\n", "from a import b"],
    ["typescript", 'import { a } from "b";\n', 'import { a } from "b"'],
    ["javascript", "const fs = require('fs');\n", 'import fs from "node:fs";'],
    ["java", "import java.util.*;\n", "import java.util.List;"],
    ["go", 'package a\nimport y "fmt"\n', 'y "fmt"'],
    ["c", "#include <a.h>\n", "#include <a.h>"],
  ])("%s: brings nothing that is there: %s", (language, text, statement) => {
    expect(imported(language, text, statement)).toBe(text);
  });

  it("python: after docstring and __future__, after the first imports, into an import of the same module", () => {
    expect(imported("python", "x = 1\n", "import secrets")).toBe("import secrets\n\nx = 1\n");
    expect(
      imported(
        "python",
        '#!/bin/x\n"""Doc."""\nfrom __future__ import annotations\n\nx = 1\n',
        "import secrets",
        "from a import b",
      ),
    ).toBe('#!/bin/x\n"""Doc."""\nfrom __future__ import annotations\n\nimport secrets\nfrom a import b\n\nx = 1\n');
    expect(imported("python", '"""Doc."""\nx = 1\n', "import secrets")).toBe('"""Doc."""\n\nimport secrets\n\nx = 1\n');
    expect(imported("python", "import os  # why\nx = 1\nimport late\n", "import secrets")).toBe(
      "import os  # why\nimport secrets\nx = 1\nimport late\n",
    );
    expect(imported("python", "from a import (\n    b,\n)\n", "from a import c as d")).toBe(
      "from a import (\n    b, c as d,\n)\n",
    );
    expect(imported("python", "# -*- coding: utf-8 -*-\nx = 1\n", "import os")).toBe(
      "# -*- coding: utf-8 -*-\nimport os\n\nx = 1\n",
    );
  });

  it("keeps the file's line ends and its byte order mark", () => {
    expect(imported("python", "import os\r\nx = 1\r\n", "import secrets", "import hmac")).toBe(
      "import os\r\nimport secrets\r\nimport hmac\r\nx = 1\r\n",
    );
    expect(imported("python", "\uFEFFx = 1\n", "import os")).toBe("\uFEFFimport os\n\nx = 1\n");
  });

  it("javascript: speaks the module system, quotes and semicolons of the file", () => {
    expect(
      imported("javascript", "'use strict';\nconst x = require('x');\n", 'import { a as b } from "node:fs";'),
    ).toBe("'use strict';\nconst x = require('x');\nconst { a: b } = require('node:fs');\n");
    expect(imported("typescript", 'import a from "b"\n\nx()\n', "const { execFile } = require('child_process');")).toBe(
      'import a from "b"\nimport { execFile } from "child_process"\n\nx()\n',
    );
    expect(imported("javascript", "const { a } = require('node:fs');\n", 'import { b } from "fs";')).toBe(
      "const { a, b } = require('node:fs');\n",
    );
    expect(imported("typescript", 'import type { T } from "c";\n', 'import { z } from "c";')).toBe(
      'import type { T } from "c";\nimport { z } from "c";\n',
    );
    expect(imported("javascript", "/* licence */\n\n/** Doc. */\nfunction f() {}\n", 'import { a } from "b";')).toBe(
      '/* licence */\n\nimport { a } from "b";\n\n/** Doc. */\nfunction f() {}\n',
    );
  });

  it("java: after the imports, else after the package", () => {
    expect(imported("java", "package a;\n\nclass A {}\n", "import b.C;")).toBe(
      "package a;\n\nimport b.C;\n\nclass A {}\n",
    );
    expect(imported("java", "package a;\n\nimport b.B;\n\nclass A {}\n", "import b.C;", "import b.D;")).toBe(
      "package a;\n\nimport b.B;\nimport b.C;\nimport b.D;\n\nclass A {}\n",
    );
  });

  it("go: inside the block of its kind, in order", () => {
    const text = 'package a\n\nimport (\n\t"fmt"\n\t"strings"\n\n\t"example.com/x"\n)\n';

    expect(imported("go", text, '"os"', '"bytes"', '"example.com/a"')).toBe(
      'package a\n\nimport (\n\t"bytes"\n\t"fmt"\n\t"os"\n\t"strings"\n\n\t"example.com/a"\n\t"example.com/x"\n)\n',
    );
    expect(imported("go", 'package a\n\nimport "fmt"\n', 'import "os"')).toBe(
      'package a\n\nimport "fmt"\nimport "os"\n',
    );
    expect(imported("go", "package a\n\nfunc f() {}\n", '"os"')).toBe('package a\n\nimport "os"\n\nfunc f() {}\n');
  });

  it("c: after the includes of its kind, never under a condition", () => {
    const text =
      '#ifndef A_H\n#define A_H\n#include <a.h>\n#include "own.h"\n#ifdef X\n#include <x.h>\n#endif\n#endif\n';

    expect(imported("c", text, "#include <b.h>")).toBe(
      '#ifndef A_H\n#define A_H\n#include <a.h>\n#include <b.h>\n#include "own.h"\n#ifdef X\n#include <x.h>\n#endif\n#endif\n',
    );
    expect(imported("c", "/* licence */\n\nint main(void) {}\n", "#include <b.h>")).toBe(
      "/* licence */\n\n#include <b.h>\n\nint main(void) {}\n",
    );
  });
});
