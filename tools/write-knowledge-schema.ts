import { writeFile } from "node:fs/promises";
import { entryFileSchema } from "../src/adapters/knowledge/entry-file-schema.ts";

/** Writes the published schema of an entry file's front matter; a test says when it is out of date. */
const target = new URL("../schema/knowledge-entry.schema.json", import.meta.url);
await writeFile(target, `${JSON.stringify(entryFileSchema(), null, 2)}\n`);
