import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { entryFileSchema } from "../../../src/adapters/knowledge/entry-file-schema.ts";

const PUBLISHED = join(import.meta.dirname, "../../../schema/knowledge-entry.schema.json");

describe("the published schema of entry files", () => {
  it("is what the code checks; if not, run tools/write-knowledge-schema.ts", () => {
    expect(JSON.parse(readFileSync(PUBLISHED, "utf8"))).toEqual(JSON.parse(JSON.stringify(entryFileSchema())));
  });
});
