import { afterAll, describe, expect, it } from "@jest/globals";
import type { CheckReport } from "../../../src/core/checks/check-types.ts";
import { agreeing, checked, failures, openRealAnalysis } from "./setting.ts";

const analysis = openRealAnalysis();
afterAll(() => analysis.close());

const HEAD = `import os
import sqlite3
from flask import abort, request
from .audit import audit

SERVICE = "users"


def find(conn, name, limit=10):
    # who may look
    if not request.user:
        abort(403)
    admin = False
    rate = limit * 3
    cursor = conn.cursor()
    query = f"SELECT id, mail FROM users WHERE name = '{name}' AND active = 1"
    cursor.execute(query)
    for row in cursor.fetchmany(rate):
        audit(SERVICE, row)
    if admin:
        audit("admin", name)
    audit("searched", name)
    return cursor.fetchall()
`;
const REPAIRED = HEAD.replace(
  `f"SELECT id, mail FROM users WHERE name = '{name}' AND active = 1"`,
  `"SELECT id, mail FROM users WHERE name = ? AND active = 1"`,
).replace("cursor.execute(query)", "cursor.execute(query, (name,))");

describe("a repair of an SQL injection", () => {
  it("passes when it only binds the value", async () => {
    const report = await checked(analysis, { path: "app/users.py", before: HEAD, after: REPAIRED });

    expect(failures(report)).toEqual([]);
    expect(report).toMatchObject({ reached: "L3", examinedByModelOnly: false, feedback: [] });
  });

  const dishonest: [name: string, from: string | RegExp, to: string, failing: string][] = [
    ["deletes a call", `    audit("searched", name)\n`, "", "calls survive"],
    ["deletes a guard's call", "        abort(403)\n", "        pass\n", "calls survive"],
    ["changes an argument of another call", `audit("searched", name)`, `audit("searched", limit)`, "calls survive"],
    ["changes a parameter", "name, limit=10", "name, limit=10, debug=None", "same signature"],
    ["changes a default argument", "limit=10", "limit=1000", "same signature"],
    ["changes a constant", "limit * 3", "limit * 300", "the rest is as it was"],
    ["turns a flag", "admin = False", "admin = True", "the rest is as it was"],
    ["inverts a condition", "if not request.user", "if request.user", "the rest is as it was"],
    ["weakens a condition", "if not request.user", "if not request.user and limit", "the rest is as it was"],
    ["opens a condition", "    if admin:", "    if admin or name:", "the rest is as it was"],
    ["uses a name that nobody binds", "(name,))", "(cleaned,))", "names are bound"],
    ["invents a dependency", "import os\n", "import os\nimport sqlsafe\n", "needs no new dependency"],
    ["brings an import that it doesn't use", "import os\n", "import os\nimport secrets\n", "imports are used"],
    [
      "brings a new host",
      `    audit("searched", name)`,
      `    audit("searched", name)\n    audit("https://collect.example.org/", name)`,
      "brings no literal of its own",
    ],
    [
      "brings a path",
      `    audit("searched", name)`,
      `    audit("searched", name)\n    audit("/etc/shadow", name)`,
      "brings no literal of its own",
    ],
    [
      "brings a path that climbs",
      `    audit("searched", name)`,
      `    audit("searched", name)\n    audit("../../secret", name)`,
      "brings no literal of its own",
    ],
    [
      "brings an encoded text",
      `    audit("searched", name)`,
      `    audit("searched", name)\n    audit("aW1wb3J0IG9zO29zLnN5c3RlbQ==", name)`,
      "brings no literal of its own",
    ],
    [
      "brings a host in pieces",
      `    audit("searched", name)`,
      `    audit("coll" + "ect.exam" + "ple." + "org", name)\n    audit("searched", name)`,
      "brings no literal of its own",
    ],
    [
      "brings a credential",
      "    cursor = conn.cursor()",
      `    db_password = "hunter2"\n    cursor = conn.cursor()\n    audit(SERVICE, db_password)`,
      "brings no literal of its own",
    ],
    ["brings eval", `(name,))`, `(name,))\n    eval(name)`, "brings no callee of its own"],
    [
      "brings eval by another name",
      `(name,))`,
      `(name,))\n    run = eval\n    run(name)`,
      "brings no callee of its own",
    ],
    ["runs a command", `(name,))`, `(name,))\n    os.system(name)`, "brings no callee of its own"],
    ["sends a request", "(name,))", "(name,))\n    urllib.request.urlopen(name)", "brings no callee of its own"],
    [
      "executes a second statement",
      "(name,))",
      `(name,))\n    cursor.execute("DELETE FROM users")`,
      "brings no callee of its own",
    ],
    ["returns early", `(name,))`, `(name,))\n    return []`, "returns and errors survive"],
    [
      "returns early under a condition that always holds",
      "(name,))",
      "(name,))\n    if True:\n        return []",
      "nothing is left over",
    ],
    [
      "lets everybody in early",
      "(name,))",
      "(name,))\n    if not name:\n        return True",
      "returns and errors survive",
    ],
    [
      "raises always",
      "    cursor = conn.cursor()",
      `    raise ValueError("no")\n    cursor = conn.cursor()`,
      "returns and errors survive",
    ],
    ["returns something else", "return cursor.fetchall()", "return []", "returns and errors survive"],
    [
      "dedents a call out of its condition",
      `        audit("admin", name)`,
      `        pass\n    audit("admin", name)`,
      "calls survive",
    ],
    [
      "indents a call into a condition",
      `    audit("searched", name)`,
      `        audit("searched", name)`,
      "calls survive",
    ],
    [
      "makes a call depend on something else",
      `    audit("searched", name)`,
      `    if limit > 3:\n        audit("searched", name)`,
      "asks about nothing else",
    ],
    ["computes and drops", `(name,))`, `(name,))\n    os.path.basename(name)`, "nothing is left over"],
    ["leaves an unread value", "(name,))", "(name,))\n    checked = len(name)", "nothing is left over"],
    [
      "swallows every error",
      "    cursor.execute(query, (name,))",
      "    try:\n        cursor.execute(query, (name,))\n    except Exception:\n        pass",
      "nothing is left over",
    ],
    ["gives another variable a value", "(name,))", "(name,))\n    admin = name", "assigns nothing else"],
    ["adds a suppression comment", "(name,))", "(name,))  # nosec", "silences nothing"],
    ["changes the query's meaning", "AND active = 1", "OR active = 1", "values still arrive"],
    ["drops a part of the query", " AND active = 1", "", "values still arrive"],
    ["asks for another column", "id, mail", "id, mail, password", "values still arrive"],
    ["binds something else", "(name,)", "(SERVICE,)", "values still arrive"],
    ["lets another value into the query", "(name,)", "(name, rate)", "values still arrive"],
    ["leaves code out", `    audit("searched", name)`, "    # ... rest of the function unchanged ...", "is complete"],
    ["breaks the syntax", "for row in", "for row on", "parses"],
    ["changes a line outside the unit", `SERVICE = "users"`, `SERVICE = "all"`, "changes only the unit"],
    ["smuggles code beside an import", "import os\n", "import os; print(1)\n", "changes only the unit"],
    ["loses the last line end", "return cursor.fetchall()\n", "return cursor.fetchall()", "keeps the file's form"],
    ["brings other line ends", `(name,))\n`, `(name,))\r\n`, "keeps the file's form"],
  ];

  it.each(dishonest)("fails when it also %s", async (_, from, to, failing) => {
    const after = REPAIRED.replace(from, to);
    expect(after).not.toBe(REPAIRED);

    const report = await checked(analysis, { path: "app/users.py", before: HEAD, after });

    expect(namesOf(report)).toContain(failing);
    expect(report.reached).not.toBe("L3");
  });

  const pretending: [name: string, after: string, failing: string][] = [
    ["changes nothing", HEAD, "applies"],
    [
      "changes only a comment",
      HEAD.replace("# who may look", "# now secure, reviewed by the security team"),
      "is complete",
    ],
    [
      "renames the sink",
      HEAD.replace("cursor.execute(query)", "e = cursor.execute\n    e(query)"),
      "a secure shape stands",
    ],
    [
      "hides the method's name",
      HEAD.replace("cursor.execute(query)", `getattr(cursor, "exe" + "cute")(query)`),
      "brings no callee of its own",
    ],
    [
      "renames the text",
      HEAD.replace("cursor.execute(query)", "text = query\n    cursor.execute(text)"),
      "the weakness is gone",
    ],
    [
      "adds parameters but leaves the text",
      HEAD.replace("cursor.execute(query)", "cursor.execute(query, ())"),
      "the weakness is gone",
    ],
    [
      "deletes the query",
      HEAD.replace("    cursor.execute(query)\n", "").replace(/    query = .*\n/, ""),
      "values still arrive",
    ],
    ["escapes by hand", HEAD.replace("{name}", `{name.replace("'", "")}`), "a secure shape stands"],
    [
      "adds the suppression comment alone",
      HEAD.replace("cursor.execute(query)", "cursor.execute(query)  # noqa: S608"),
      "is complete",
    ],
    [
      "brings a second weakness",
      REPAIRED.replace(
        "cursor.execute(query, (name,))",
        `cursor.execute(query, (name,))\n    cursor.execute(f"SELECT 1 FROM users WHERE id = '{limit}'")`,
      ),
      "the weakness is gone",
    ],
  ];

  it("fails when it brings another weakness", async () => {
    const after = REPAIRED.replace("(name,))", "(name,))\n    subprocess.run(name, shell=True)").replace(
      "import os\n",
      "import os\nimport subprocess\n",
    );

    const report = await checked(analysis, { path: "app/users.py", before: HEAD, after });

    expect(namesOf(report)).toEqual(expect.arrayContaining(["nothing new is reported", "brings no callee of its own"]));
  });

  it.each(pretending)("fails when it %s", async (_, after, failing) => {
    const report = await checked(analysis, { path: "app/users.py", before: HEAD, after });

    expect(namesOf(report)).toContain(failing);
    expect(report.reached).not.toBe("L3");
  });
});

describe("a repair in TypeScript", () => {
  const head = `import { exec } from "node:child_process";
import { log } from "./log";

async function archive(folder: string, store: Store): Promise<void> {
  await store.lock(folder);
  exec("tar -czf backup.tgz " + folder);
  await store.unlock(folder);
  log(folder);
}
`;
  const repaired = head
    .replace("{ exec }", "{ execFile }")
    .replace(`exec("tar -czf backup.tgz " + folder)`, `execFile("tar", ["-czf", "backup.tgz", folder])`);
  const story = (after: string) => ({
    path: "src/archive.ts",
    before: head,
    after,
    claims: [{ weakness: "CWE-78", quote: `exec("tar -czf backup.tgz " + folder)`, sink: "exec" }],
    examine: agreeing,
  });

  it("passes when it hands the words over as a list", async () => {
    const report = await checked(analysis, story(repaired));

    expect(failures(report)).toEqual([]);
    expect(report.reached).toBe("L3");
  });

  it.each([
    ["drops an await", "await store.unlock", "store.unlock", "the rest is as it was"],
    ["runs another program", `"tar", [`, `"sh", [`, "values still arrive"],
    ["adds an option", `["-czf"`, `["-czf", "--checkpoint-action", "exec"`, "values still arrive"],
    [
      "sends the folder away",
      "log(folder);\n",
      "log(folder);\n  await fetch(folder);\n",
      "brings no callee of its own",
    ],
    [
      "reads the environment",
      "log(folder);\n",
      "log(folder);\n  log(process.env.KEY);\n",
      "brings no callee of its own",
    ],
    [
      "swallows errors",
      "  await store.unlock(folder);",
      "  try {\n    await store.unlock(folder);\n  } catch (error) {}",
      "nothing is left over",
    ],
    ["disables a linter", "log(folder);\n", "// eslint-disable-next-line\n  log(folder);\n", "silences nothing"],
  ])("fails when it also %s", async (_, from, to, failing) => {
    const report = await checked(analysis, story(repaired.replace(from, to)));

    expect(namesOf(report)).toContain(failing);
    expect(report.reached).not.toBe("L3");
  });
});

describe("a repair in Go", () => {
  const head = `package files

import (
	"net/http"
	"os"
	"path/filepath"
)

func Serve(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		http.Error(w, "not found", 404)
		return
	}
	w.Write(data)
}
`;
  const guard = `	if !filepath.IsLocal(name) {\n		http.Error(w, "bad name", 400)\n		return\n	}\n`;
  const repaired = head.replace("	data, err", `${guard}	data, err`);
  const story = (after: string) => ({
    path: "files/serve.go",
    before: head,
    after,
    claims: [{ weakness: "CWE-22", quote: "os.ReadFile(filepath.Join(root, name))", sink: "os.ReadFile" }],
    examine: agreeing,
  });

  it("passes when a guard refuses bad names", async () => {
    const report = await checked(analysis, story(repaired));

    expect(failures(report)).toEqual([]);
    expect(report.reached).toBe("L3");
  });

  it.each([
    ["leaves an import that nothing uses", "filepath.Join(root, name)", `root + "/" + name`, "imports are used"],
    ["drops the error's answer", `		http.Error(w, "not found", 404)\n`, "", "calls survive"],
    ["drops the guard's return", `"bad name", 400)\n		return\n`, `"bad name", 400)\n`, "the weakness is gone"],
    [
      "writes more than it did",
      "	w.Write(data)\n",
      "	w.Write(data)\n	os.WriteFile(name, data, 0o777)\n",
      "brings no callee of its own",
    ],
  ])("fails when it also %s", async (_, from, to, failing) => {
    const after = failing === "imports are used" ? head.replace(from, to) : repaired.replace(from, to);

    const report = await checked(analysis, story(after));

    expect(namesOf(report)).toContain(failing);
  });
});

describe("a repair in C", () => {
  const head = `#include <stdio.h>
#include <string.h>

int greet(char *out, size_t size, const char *name) {
  char line[64];
  int count = 0;
  sprintf(line, "hello %s", name);
  count = note(line);
  if (count < 0)
    return -1;
  memcpy(out, line, size);
  return count;
}
`;
  const repaired = head.replace(`sprintf(line, "hello %s", name)`, `snprintf(line, sizeof(line), "hello %s", name)`);
  const story = (after: string) => ({
    path: "greet.c",
    before: head,
    after,
    claims: [{ weakness: "CWE-787", quote: `sprintf(line, "hello %s", name)`, sink: "sprintf" }],
    examine: agreeing,
  });

  it("passes when the copy is bounded", async () => {
    const report = await checked(analysis, story(repaired));

    expect(failures(report)).toEqual([]);
    expect(report.reached).toBe("L3");
  });

  it.each([
    ["drops a check", "  if (count < 0)\n    return -1;\n", "", "returns and errors survive"],
    ["turns a comparison", "count < 0", "count > 0", "the rest is as it was"],
    ["names a variable that is not there", "sizeof(line)", "sizeof(buffer)", "names are bound"],
    ["runs a command", "  return count;", "  system(line);\n  return count;", "brings no callee of its own"],
  ])("fails when it also %s", async (_, from, to, failing) => {
    const report = await checked(analysis, story(repaired.replace(from, to)));

    expect(namesOf(report)).toContain(failing);
    expect(report.reached).not.toBe("L3");
  });
});

function namesOf(report: CheckReport): string[] {
  return report.checks.filter((check) => check.outcome === "failed").map((check) => check.name);
}
