/** For a test that kills it: writes entries one after another and prints the id of each that was acknowledged. */
import { writeSync } from "node:fs";
import { openEmbeddedKnowledge } from "../../../src/adapters/knowledge/embedded.ts";
import { Entry } from "../../../src/core/knowledge.ts";

const [folder = "", prefix = ""] = process.argv.slice(2);
const store = openEmbeddedKnowledge({ folder });
for (let n = 0; ; n++) {
  const entry = Entry.parse({ id: `${prefix}-${n}`, kind: "practice", title: "Title", weaknesses: [], languages: [], text: "text ".repeat(200) });
  await store.upsert([entry]);
  writeSync(1, `${entry.id}\n`);
}
