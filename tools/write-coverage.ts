import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { coveragePage } from "./coverage-page.ts";

/** Writes `docs/coverage.md` from the rules. */
const text = coveragePage(fileURLToPath(new URL("../knowledge/rules", import.meta.url)));
writeFileSync(
  new URL("../docs/coverage.md", import.meta.url),
  await format(text, { parser: "markdown", printWidth: 120 }),
);
