import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "../../../../src/adapters/analysis/parse.ts";
import { alertsOf } from "../../../../src/adapters/analysis/rules/alerts.ts";
import { loadRules } from "../../../../src/adapters/analysis/rules/load-rules.ts";
import type { ParsedLanguage } from "../../../../src/core/language.ts";
import { applyEdits } from "../../../../src/core/text.ts";

const rules = loadRules(join(import.meta.dirname, "../../../../knowledge/rules"));

/** The text after the first fix of one rule's first alert; "flagged" where that alert has no fix. */
function repaired(language: ParsedLanguage, ruleId: string, text: string): string {
  const source = { path: "example", language, text };
  const alert = alertsOf(parse(language, text), source, rules, "all").find((each) => each.ruleId === ruleId);
  if (!alert) throw new Error(`${ruleId} is silent`);
  const fix = alert.fixes[0];
  return fix ? applyEdits(text, fix.edits) : "flagged";
}

describe("SQL of JavaScript", () => {
  const repair = (text: string) => repaired("javascript", "javascript-sql-string-building", text);

  it.each([
    ["a driver that the file doesn't name", "db.query(`SELECT a FROM t WHERE b = ${b}`);"],
    ["a column", 'import pg from "pg"; db.query(`SELECT a FROM t WHERE a = ${a} ORDER BY ${b}`);'],
    ["a list of unknown length", 'import pg from "pg"; db.query(`SELECT a FROM t WHERE b IN (${list})`);'],
    ["a placeholder already there", 'import pg from "pg"; db.query(`SELECT a FROM t WHERE a = $1 AND b = ${b}`);'],
    ["arguments that it doesn't know", 'import pg from "pg"; db.query(`SELECT a FROM t WHERE b = ${b}`, options);'],
    ["two values in one literal", "const m = require(\"mysql2\"); db.query(`SELECT a FROM t WHERE b = '${b}-${c}'`);"],
    [
      "a text that another call uses too",
      'import pg from "pg"; const q = `SELECT a FROM t WHERE b = ${b}`; db.query(q); log(q);',
    ],
  ])("makes no repair for %s", (_, text) => {
    expect(repair(text)).toBe("flagged");
  });

  it("keeps what stands around a value in its literal", () => {
    const text = `const m = require('mysql2');\npool.query('SELECT a FROM t WHERE b LIKE \\'%' + b + '%\\' LIMIT 5', done);\n`;

    expect(repair(text)).toBe(
      `const m = require('mysql2');\npool.query('SELECT a FROM t WHERE b LIKE ? LIMIT 5', ['%' + b + '%'], done);\n`,
    );
  });

  it("hands Prisma's statement to the tag that binds", () => {
    expect(repair(`await prisma.$queryRawUnsafe(\`SELECT * FROM "User" WHERE email = '\${email}'\`);`)).toBe(
      `await prisma.$queryRaw\`SELECT * FROM "User" WHERE email = \${email}\`;`,
    );
  });

  it("puts a prepared statement's values where it runs", () => {
    expect(repair("db.prepare(`SELECT a FROM t WHERE b = ${b}`).all();")).toBe(
      "db.prepare(`SELECT a FROM t WHERE b = ?`).all(b);",
    );
  });
});

describe("commands", () => {
  it.each([
    ["a pipe", "const cp = require('child_process'); const f = (a) => cp.exec(`ls ${a} | wc -l`);"],
    ["a redirection", "const cp = require('child_process'); const f = (a) => cp.exec(`ls ${a} > list`);"],
    ["a program that is a value", "const cp = require('child_process'); const f = (a) => cp.exec(`${a} -l`);"],
    ["a variable of the shell", "const cp = require('child_process'); const f = (a) => cp.exec(`ls $HOME ${a}`);"],
    ["a pattern", "const cp = require('child_process'); const f = (a) => cp.exec(`ls ${a}/*.txt`);"],
  ])("stay with the shell for %s", (_, text) => {
    expect(repaired("javascript", "javascript-shell-command-building", text)).toBe("flagged");
  });

  it("take a joined list apart", () => {
    const text =
      'const cp = require("child_process");\ncp.execSync(`node run.js ${process.argv.slice(2).join(" ")}`);\n';
    const named =
      'const cp = require("child_process");\nconst args = process.argv.slice(2);\ncp.execSync(`node ${args.join(" ")}`);\n';

    expect(repaired("javascript", "javascript-shell-command-building", named)).toContain(
      'cp.execFileSync("node", [...args]);',
    );
    expect(repaired("javascript", "javascript-shell-command-building", text)).toContain(
      'cp.execFileSync("node", ["run.js", ...process.argv.slice(2)]);',
    );
  });

  it("lose an import of Go that nothing uses any more", () => {
    const text =
      'package main\n\nimport (\n\t"fmt"\n\t"os/exec"\n)\n\nfunc list(path string) error {\n\treturn exec.Command("sh", "-c", fmt.Sprintf("ls -l %s", path)).Run()\n}\n';

    expect(repaired("go", "go-shell-command-building", text)).toBe(
      'package main\n\nimport (\n\t"os/exec"\n)\n\nfunc list(path string) error {\n\treturn exec.Command("ls", "-l", path).Run()\n}\n',
    );
  });
});

describe("pages", () => {
  it("stay HTML where the program writes markup", () => {
    const text = "app.get('/', (req, res) => { res.send('<b>' + req.query.name + '</b>'); });";

    expect(repaired("javascript", "javascript-response-xss", text)).toBe("flagged");
  });

  it("keep an element's markup", () => {
    expect(
      repaired("javascript", "javascript-dom-xss", "const q = location.hash; box.innerHTML = '<b>' + q + '</b>';"),
    ).toBe("flagged");
  });

  it("are escaped in Java only by an encoder that the project has", () => {
    const text =
      'class A { void f(HttpServletRequest request, HttpServletResponse response) throws Exception { response.getWriter().print("Hi " + request.getParameter("n")); } }';

    expect(repaired("java", "java-response-xss", text)).toBe("flagged");
  });
});

describe("SQL of Java", () => {
  const method = (body: string) => `class A {\n  void f(Connection c, String name) throws Exception {\n${body}  }\n}\n`;

  it.each([
    [
      "a statement that runs twice",
      `    Statement s = c.createStatement();\n    s.executeQuery("SELECT a FROM t WHERE b = '" + name + "'");\n    s.executeQuery("SELECT 1");\n`,
    ],
    [
      "a text made after the statement",
      `    Statement s = c.createStatement();\n    String q = "SELECT a FROM t WHERE b = '" + name + "'";\n    s.executeQuery(q);\n`,
    ],
    [
      "a statement made in another block",
      `    Statement s = c.createStatement();\n    if (ready) {\n      s.executeQuery("SELECT a FROM t WHERE b = '" + name + "'");\n    }\n`,
    ],
  ])("makes no repair for %s", (_, body) => {
    expect(repaired("java", "java-sql-string-building", method(body))).toBe("flagged");
  });
});

describe("constants of Go", () => {
  it("can't be read from the environment", () => {
    expect(repaired("go", "go-hard-coded-credentials", 'package main\n\nconst apiKey = "9f8a7b6c5d4e3f2a1b0c"\n')).toBe(
      "flagged",
    );
  });
});

it("takes no text apart that is longer than a person writes", () => {
  const text = `import pg from "pg"; db.query("SELECT a FROM t WHERE b = " + ${"b + ".repeat(2500)}"c");\n`;

  expect(repaired("javascript", "javascript-sql-string-building", text)).toBe("flagged");
});
