import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { bindParameters } from "../../../../../src/adapters/analysis/fixers/python/bind-parameters.ts";
import { repairPython } from "./repair-python.ts";

const repair = (text: string, options = {}) => repairPython(bindParameters, "execute$", text, options);
const sqlite = (call: string) => repair(`import sqlite3\n${call}`)?.slice("import sqlite3\n".length);

describe("binding parameters", () => {
  it.each([
    ["a table", 'c.execute(f"SELECT * FROM {table} WHERE a = 1")'],
    ["a column", 'c.execute(f"SELECT * FROM t ORDER BY {column}")'],
    ["a list", 'c.execute(f"SELECT * FROM t WHERE a IN ({ids})")'],
    ["a list of values", 'c.execute(f"INSERT INTO t VALUES ({values})")'],
    ["an operator", 'c.execute(f"SELECT * FROM t WHERE a {operator} 1")'],
    ["a part of a name", 'c.execute(f"SELECT * FROM t WHERE a = {b}_id")'],
    ["a formatted value", 'c.execute(f"SELECT * FROM t WHERE a = {b:>3}")'],
    ["a value made on the way", 'c.execute(f"SELECT * FROM t WHERE a = {(b := f())}")'],
    ["one table among values", "c.execute(\"SELECT * FROM %s WHERE a = '%s'\" % (t, a))"],
    ["open quotes", 'c.execute("SELECT * FROM t WHERE a = \'" + a)'],
    ["named formats", 'c.execute("SELECT * FROM t WHERE a = %(a)s" % {"a": a})'],
    ["parameters that are there", "c.execute(f\"SELECT * FROM t WHERE a = '{a}' AND b = ?\", (b,))"],
    ["a placeholder that is there", "c.execute(f\"SELECT * FROM t WHERE a = '{a}' AND b = ?\")"],
    ["a text that is used again", 'q = f"SELECT * FROM t WHERE a = {a}"\nprint(q)\nc.execute(q)'],
    ["a text that grows", 'q = "SELECT * FROM t"\nif a:\n    q += f" WHERE a = {a}"\nc.execute(q)'],
    ["a value that changes on the way", 'q = f"SELECT * FROM t WHERE a = {a}"\na = 2\nc.execute(q)'],
  ])("leaves %s to people", (_, call) => {
    expect(sqlite(call)).toBeUndefined();
  });

  it("makes no repair where no driver is known, or one that takes something else", () => {
    const call = "c.execute(f\"SELECT * FROM t WHERE a = '{a}'\")";

    expect(repair(call)).toBeUndefined();
    expect(repair(`import sqlite3, psycopg2\n${call}`)).toBeUndefined();
    expect(repair(`import sqlalchemy\nimport sqlite3\n${call}`)).toBeUndefined();
    expect(repair(call, { placeholder: "?" })).toBe('c.execute("SELECT * FROM t WHERE a = ?", (a,))');
    expect(() => bindParameters({ placeholder: ":1" })).toThrow("placeholder");
  });

  it.each([
    [
      "c.execute(f\"SELECT * FROM t WHERE a = '{a}' AND b > {b.c['d']}\")",
      `c.execute("SELECT * FROM t WHERE a = ? AND b > ?", (a, b.c['d']))`,
    ],
    ["c.execute('SELECT * FROM t WHERE a = \"' + a + '\"')", "c.execute('SELECT * FROM t WHERE a = ?', (a,))"],
    ['c.execute("SELECT * FROM t WHERE a = " + str(a))', 'c.execute("SELECT * FROM t WHERE a = ?", (a,))'],
    [
      "c.execute(\"SELECT * FROM t WHERE a = '{0}' OR b = '{0}'\".format(a))",
      'c.execute("SELECT * FROM t WHERE a = ? OR b = ?", (a, a))',
    ],
    ["c.execute(\"INSERT INTO t VALUES ('%s', %s)\" % (a, b))", 'c.execute("INSERT INTO t VALUES (?, ?)", (a, b))'],
    [
      "c.execute(f\"SELECT * FROM t WHERE a LIKE '%{a}%'\")",
      'c.execute("SELECT * FROM t WHERE a LIKE ?", (f"%{a}%",))',
    ],
    ["c.execute(f\"SELECT '{{}}' FROM t WHERE a = '{a}'\")", "c.execute(\"SELECT '{}' FROM t WHERE a = ?\", (a,))"],
  ])("repairs %s", (call, repaired) => {
    expect(sqlite(call)).toBe(repaired);
  });

  it("never fails, whatever the statement says", () => {
    const piece = fc.constantFrom(
      "'",
      '\\"',
      "{a}",
      "{{",
      "SELECT ",
      "=",
      " WHERE ",
      "%s",
      "?",
      "(",
      ")",
      ",",
      "VALUES ",
      "IN ",
      "\\n",
      "%",
    );

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const repaired = sqlite(`c.execute(f"${pieces.join("")}")`);

        expect(repaired ?? "").not.toContain("{a}'");
      }),
    );
  });
});
