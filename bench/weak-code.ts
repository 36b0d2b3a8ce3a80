/** Functions as people add them to a file, by its extension: sound ones, and one that our rules report and repair. */
export const SOUND: Readonly<Record<string, string>> = {
  py: "\n\ndef total_of(amounts):\n    total = 0\n    for amount in amounts:\n        if amount > 0:\n            total += amount\n    return total\n",
  ts: "\nexport function totalOf(amounts: number[]): number {\n  let total = 0;\n  for (const amount of amounts) {\n    if (amount > 0) total += amount;\n  }\n  return total;\n}\n",
  js: "\nfunction totalOf(amounts) {\n  let total = 0;\n  for (const amount of amounts) {\n    if (amount > 0) total += amount;\n  }\n  return total;\n}\n",
  go: "\nfunc totalOf(amounts []int) int {\n\ttotal := 0\n\tfor _, amount := range amounts {\n\t\tif amount > 0 {\n\t\t\ttotal += amount\n\t\t}\n\t}\n\treturn total\n}\n",
};

export const WEAK: Readonly<Record<string, string>> = {
  py: "\n\ndef find_customer(path, name):\n    import sqlite3\n\n    cursor = sqlite3.connect(path).cursor()\n    cursor.execute(f\"SELECT id, mail FROM customers WHERE name = '{name}'\")\n    return cursor.fetchone()\n",
  ts: '\nexport async function readStock(host: string): Promise<unknown> {\n  const https = await import("node:https");\n  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });\n  return https.get({ host, agent });\n}\n',
  js: '\nasync function readStock(host) {\n  const https = await import("node:https");\n  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });\n  return https.get({ host, agent });\n}\n',
  go: "\nfunc stockClient() *http.Client {\n\tsettings := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true}\n\treturn &http.Client{Transport: &http.Transport{TLSClientConfig: settings}}\n}\n",
};

/** Small files that the functions can be added to. */
export const STARTS: Readonly<Record<string, string>> = {
  py: "import sqlite3\n\n\ndef connect(path):\n    return sqlite3.connect(path)\n",
  ts: 'import { randomUUID } from "node:crypto";\n\nexport function newId(): string {\n  return randomUUID();\n}\n',
  go: 'package shop\n\nimport (\n\t"crypto/tls"\n\t"net/http"\n)\n\nfunc plainClient() *http.Client {\n\treturn &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{}}}\n}\n',
};
