import { z } from "zod";
import { FrontMatter } from "./entry-file.ts";

/** JSON schema of an entry file's front matter, for editors; published as `schema/knowledge-entry.schema.json`. */
export function entryFileSchema(): object {
  return { title: "ReflexGen knowledge entry: front matter", ...z.toJSONSchema(FrontMatter, { io: "input" }) };
}
