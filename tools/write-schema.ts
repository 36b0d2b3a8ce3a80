import { writeFile } from "node:fs/promises";
import { reviewSchema } from "../src/report/review-document.ts";

/** Writes the published schema of `--format json`; a test says when it is out of date. */
const target = new URL("../schema/review.schema.json", import.meta.url);
await writeFile(target, `${JSON.stringify(reviewSchema(), null, 2)}\n`);
