import { writeFile } from "node:fs/promises";
import { settingsSchema } from "../src/core/settings-schema.ts";
import { reviewSchema } from "../src/report/review-document.ts";

/** Writes the published schemas of `--format json` and of `.github/reflexgen.yml`; a test of each says when it is out of date. */
const published = { review: reviewSchema(), settings: settingsSchema() };
for (const [name, schema] of Object.entries(published))
  await writeFile(new URL(`../schema/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
