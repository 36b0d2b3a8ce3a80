/** Functions as people add them to a file, by its extension: sound ones, and one that our rules report and repair. */
export const SOUND: Readonly<Record<string, string>> = {
  py: "\n\ndef total_of(amounts):\n    total = 0\n    for amount in amounts:\n        if amount > 0:\n            total += amount\n    return total\n",
  ts: "\nexport function totalOf(amounts: number[]): number {\n  let total = 0;\n  for (const amount of amounts) {\n    if (amount > 0) total += amount;\n  }\n  return total;\n}\n",
  js: "\nfunction totalOf(amounts) {\n  let total = 0;\n  for (const amount of amounts) {\n    if (amount > 0) total += amount;\n  }\n  return total;\n}\n",
  go: "\nfunc totalOf(amounts []int) int {\n\ttotal := 0\n\tfor _, amount := range amounts {\n\t\tif amount > 0 {\n\t\t\ttotal += amount\n\t\t}\n\t}\n\treturn total\n}\n",
};

export const WEAK: Readonly<Record<string, string>> = {
  py: "\n\ndef find_customer(connection, name):\n    cursor = connection.cursor()\n    cursor.execute(f\"SELECT id, mail FROM customers WHERE name = '{name}'\")\n    return cursor.fetchone()\n",
  ts: "\nexport async function findCustomer(db: { query(sql: string): Promise<unknown> }, name: string) {\n  const rows = await db.query(`SELECT id, mail FROM customers WHERE name = '${name}'`);\n  return rows;\n}\n",
  js: "\nasync function findCustomer(db, name) {\n  const rows = await db.query(`SELECT id, mail FROM customers WHERE name = '${name}'`);\n  return rows;\n}\n",
  go: "\nfunc findCustomer(db *sql.DB, name string) *sql.Row {\n\treturn db.QueryRow(fmt.Sprintf(\"SELECT id, mail FROM customers WHERE name = '%s'\", name))\n}\n",
};

/** Small files that the functions can be added to. */
export const STARTS: Readonly<Record<string, string>> = {
  py: "import sqlite3\n\n\ndef connect(path):\n    return sqlite3.connect(path)\n",
  ts: 'import { randomUUID } from "node:crypto";\n\nexport function newId(): string {\n  return randomUUID();\n}\n',
  go: 'package shop\n\nimport (\n\t"database/sql"\n\t"fmt"\n)\n\nfunc describe(db *sql.DB) string {\n\treturn fmt.Sprint(db.Stats().OpenConnections)\n}\n',
};
