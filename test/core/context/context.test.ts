import { describe, expect, it } from "@jest/globals";
import { outlineOf } from "../../../src/adapters/analysis/outline/outline.ts";
import { parse } from "../../../src/adapters/analysis/parse.ts";
import { AnalysisError, type Analysis, type Source } from "../../../src/core/analysis.ts";
import type { Change, ChangedFile } from "../../../src/core/change.ts";
import { contextOf } from "../../../src/core/context.ts";
import { isParsed, languageOf } from "../../../src/core/language.ts";
import { linesOf } from "../../../src/core/text.ts";
import { unitsOf } from "../../../src/core/units.ts";
import type { Unit } from "../../../src/core/unit.ts";

/** A repository in memory: the first file is the change, searching is by whole words. */
function setUp(files: Record<string, string>, { broken = [] as string[], line = 1, changed = 1 } = {}) {
  const reads: string[] = [];
  const paths = Object.keys(files);
  const set = paths.slice(0, changed).map((path): ChangedFile => {
    const head = files[path] ?? "";
    const range = { startLine: path === paths[0] ? line : 1, endLine: path === paths[0] ? line : 1 };
    return {
      path,
      status: "modified",
      language: languageOf(path),
      head,
      base: "",
      hunks: [],
      changedLines: [range],
      provenance: [],
    };
  });
  const change: Change = {
    set: { title: "test", files: set, unread: [], removed: [] },
    files: {
      read: async (path) => files[path],
      readBase: async () => undefined,
      mentioning: async (words, limit) =>
        paths
          .filter((path) => words.some((word) => new RegExp(`\\b${word}\\b`).test(files[path] ?? "")))
          .slice(0, limit),
    },
  };
  const analysis: Analysis = {
    read: async ({ path, language, text }: Source) => {
      reads.push(path);
      if (broken.includes(path)) throw new AnalysisError("parser crashed");
      if (!isParsed(language)) return {};
      return { outline: outlineOf(parse(language, text), language, text) };
    },
    rules: async () => [],
    close: async () => {},
  };
  return { change, analysis, reads, unit: unitIn(set[0]) };
}

function unitIn(file: ChangedFile | undefined): Unit {
  if (!file || !isParsed(file.language)) throw new Error("not parsed");
  const [unit] = unitsOf(file, outlineOf(parse(file.language, file.head), file.language, file.head));
  if (!unit) throw new Error("no unit");
  return unit;
}

const USERS = `import db
from lib.checks import check_name

LIMIT = 10

class Users:
    table = "users"

    def __init__(self, con):
        self.con = con

    def find_user(self, name):
        check_name(name)
        return self.query_rows("SELECT", name, LIMIT)

    def query_rows(self, *parts):
        return db.run(parts)
`;

describe("contextOf", () => {
  it("gives nothing and fails nothing when the unit's own file can't be analysed", async () => {
    const { unit, change, analysis } = setUp({ "app/users.py": USERS }, { line: 13, broken: ["app/users.py"] });

    expect(await contextOf(unit, change, analysis)).toEqual({ items: [], left: 0 });
  });

  it("shows imports, the class, constants and callees of the own file, each with its reason", async () => {
    const { unit, change, analysis } = setUp({ "app/users.py": USERS }, { line: 13 });

    const { items } = await contextOf(unit, change, analysis);

    expect(unit.name).toBe("Users.find_user");
    expect(items.map(({ role, reason }) => `${role}: ${reason}`)).toEqual([
      "imports: imports of the file",
      "class: class Users around it",
      "callee: calls Users.query_rows",
      "class: constructor of Users",
      "definition: defines LIMIT",
      "definition: signatures and constants of the file",
    ]);
    expect(items[0]?.code).toBe("import db\nfrom lib.checks import check_name\n");
    expect(items[4]?.code).toBe("LIMIT = 10\n");
  });

  it("finds callees through imports and callers by name in other files of the repository", async () => {
    const { unit, change, analysis } = setUp(
      {
        "app/users.py": USERS,
        "lib/checks.py": "def check_name(name):\n    return name.isalnum()\n",
        "app/views.py":
          "from app.users import Users\n\ndef show(request):\n    return Users(1).find_user(request.args['name'])\n",
        "unrelated.py": "def nothing():\n    pass\n",
      },
      { line: 13 },
    );

    const { items } = await contextOf(unit, change, analysis);

    const found = items.map(({ path, reason }) => `${path}: ${reason}`);
    expect(found).toContain("lib/checks.py: calls check_name of lib/checks.py");
    expect(found).toContain("app/views.py: show calls find_user");
    expect(found.join()).not.toContain("unrelated");
  });

  it("loses only the pieces of a file that can't be analysed", async () => {
    const files = {
      "app/users.py": USERS,
      "lib/checks.py": "def check_name(name):\n    return name.isalnum()\n",
      "app/views.py":
        "from app.users import Users\n\ndef show(request):\n    return Users(1).find_user(request.args['name'])\n",
    };
    const { unit, change, analysis } = setUp(files, { line: 13, broken: ["lib/checks.py"] });

    const { items } = await contextOf(unit, change, analysis);

    expect(items.map(({ path }) => path)).toContain("app/views.py");
    expect(items.map(({ path }) => path)).not.toContain("lib/checks.py");
  });

  it("shows how a handler is reached: its route, the middleware in order, the mount elsewhere", async () => {
    const { unit, change, analysis } = setUp(
      {
        "src/routes/users.ts": `import { Router } from "express";
import { requireAuth } from "../auth.js";
export const usersRouter = Router();

async function deleteUser(req, res) {
  res.json(await remove(req.params.id));
}

usersRouter.use(requireAuth);
usersRouter.delete("/:id", deleteUser);
`,
        "src/auth.ts": "export function requireAuth(req, res, next) {\n  next();\n}\n",
        "src/app.ts": `import express from "express";
import { usersRouter } from "./routes/users.js";
const app = express();
app.use(express.json());
app.use("/users", usersRouter);
app.use(errorPage);
`,
      },
      { line: 6 },
    );

    const { items } = await contextOf(unit, change, analysis);

    const registered = items.filter(({ role }) => role === "registration");
    expect(registered.map(({ code }) => code)).toEqual([
      'usersRouter.delete("/:id", deleteUser);\n',
      'app.use(express.json());\napp.use("/users", usersRouter);\n',
      "usersRouter.use(requireAuth);\n",
    ]);
  });

  it("shows the header's types and sizes, without which no copy can be judged", async () => {
    const { unit, change, analysis } = setUp(
      {
        "src/frame.c": '#include "frame.h"\n\nvoid fill(struct frame *f, int n) {\n  f->count = n;\n}\n',
        "src/frame.h": "#define MOST 64\nstruct frame {\n  int count;\n  int samples[MOST];\n};\n",
      },
      { line: 4 },
    );

    const { items } = await contextOf(unit, change, analysis);

    expect(items.find(({ path }) => path === "src/frame.h")?.code).toContain("samples[MOST]");
  });

  it("shows what the file has and imports but the unit does not use: the check that its siblings make", async () => {
    const { unit, change, analysis } = setUp(
      {
        "api.js":
          'import { requireUser } from "./auth.js";\nconst key = process.env.KEY;\n\nexport function remove(id) {\n  return all.delete(id);\n}\n\nexport function list(user) {\n  return requireUser(user, key);\n}\n',
        "auth.js": "export function requireUser(user, key) {\n  return user;\n}\n",
      },
      { line: 5 },
    );

    const { items } = await contextOf(unit, change, analysis);

    const text = items.map(({ code }) => code).join("");
    expect(text).toContain("const key = process.env.KEY;");
    expect(text).toContain("export function list(user) {");
    expect(items.find(({ path }) => path === "auth.js")?.code).toBe(
      "export function requireUser(user, key) {\n  return user;\n}\n",
    );
  });

  it("keeps to its bounds and says how much was left", async () => {
    const helpers = Array.from(
      { length: 30 },
      (_, index) => `def helper_${index}(value):\n    return value + ${index}\n`,
    ).join("\n");
    const calls = Array.from({ length: 30 }, (_, index) => `    helper_${index}(1)\n`).join("");
    const { unit, change, analysis } = setUp({ "a.py": `def main():\n${calls}\n${helpers}` }, { line: 2 });

    const { items, left } = await contextOf(unit, change, analysis);
    const tight = await contextOf(unit, change, analysis, { maxCharacters: 100 });

    expect(items).toHaveLength(12);
    expect(left).toBe(19);
    expect(tight.items.reduce((sum, { code }) => sum + code.length, 0)).toBeLessThanOrEqual(100);
  });

  it("never shows the unit itself, and reads each file once for all units of a change", async () => {
    const { unit, change, analysis, reads } = setUp(
      { "app/users.py": USERS, "app/views.py": "from app.users import Users\nUsers(1).find_user('x')\n" },
      { line: 13 },
    );

    const first = await contextOf(unit, change, analysis);
    await contextOf(unit, change, analysis);

    for (const item of first.items) expect(item.code).not.toContain("def find_user");
    expect(reads.toSorted()).toEqual(["app/users.py", "app/views.py"]);
  });

  it("stops when it is told to", async () => {
    const { unit, change, analysis } = setUp({ "app/users.py": USERS }, { line: 13 });
    const stopped: Analysis = {
      ...analysis,
      read: async (_source, _wanted, signal) => {
        signal?.throwIfAborted();
        return {};
      },
    };

    await expect(contextOf(unit, change, stopped, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
  });

  it("reads pieces as they are in the file", async () => {
    const { unit, change, analysis } = setUp({ "app/users.py": USERS }, { line: 13 });

    const { items } = await contextOf(unit, change, analysis);

    const lines = linesOf(USERS);
    for (const item of items.filter(({ role }) => role === "callee"))
      expect(lines.slice(item.lines.startLine - 1, item.lines.endLine).join("")).toBe(item.code);
  });
});
