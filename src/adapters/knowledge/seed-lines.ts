import { z } from "zod";
import { Entry } from "../../core/knowledge.ts";
import type { SeedFile } from "../../core/knowledge/seed.ts";
import { Cwe } from "../../core/weakness.ts";
import { issueText } from "./entry-file.ts";

/** Larger files are refused unread. */
export const SEED_LINES_LIMIT_BYTES = 32 * 1024 * 1024;

/** A page of a public collection: what such files have in common; other fields are left out. */
const Page = z.object({
  id: z.string().min(1).max(200),
  title: z.string().min(3),
  text: z.string().min(1),
  source: z.string().max(300).nullish(),
  summary: z.string().nullish(),
  cwe: z.array(Cwe).nullish(),
  language: z.string().min(1).max(20).nullish(),
  mitigations: z.array(z.string()).nullish(),
});
type Page = z.infer<typeof Page>;

/** Entries as JSON, one a line: our own form (`kind` is given), or pages with id, title, text, cwe and language. */
export function readSeedLines(text: string, path: string): SeedFile {
  const file: SeedFile = { path, entries: [], refusals: [] };
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const place = `${path}:${at + 1}`;
    const read = readLine(line);
    if (typeof read === "string") file.refusals.push({ place, reason: read });
    else file.entries.push({ place, entry: read });
  }
  return file;
}

/** The entry, or the reason why there is none. */
function readLine(line: string): Entry | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "the line is not JSON";
  }
  const isOurs = typeof value === "object" && value !== null && "kind" in value;
  const result = isOurs ? Entry.safeParse(value) : Page.transform(entryOfPage).pipe(Entry).safeParse(value);
  return result.success ? result.data : result.error.issues.slice(0, 5).map(issueText).join("; ");
}

function entryOfPage({ id, title, text, source, summary, cwe, language, mitigations }: Page): unknown {
  const paragraphs = [summary && !text.includes(summary) ? summary : "", text, ...(mitigations ?? [])];
  return {
    id: id.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, ".").replace(/^[._-]+/, "").slice(0, 128),
    sourceId: id,
    kind: "practice",
    title: title.replaceAll(/\s+/g, " ").slice(0, 200),
    weaknesses: [...new Set(cwe ?? [])].slice(0, 20),
    languages: language ? [language] : [],
    text: paragraphs.filter(Boolean).join("\n\n").slice(0, 30_000),
    origin: source ?? "",
  };
}
