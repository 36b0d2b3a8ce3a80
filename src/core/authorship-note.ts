import { z } from "zod";
import type { Sign } from "./agent-signs.ts";
import type { LineRange } from "./text.ts";

/** Who wrote which lines of a file, as of the commit that the note belongs to. */
export type NoteEntry = { path: string; sign: Sign; lines: LineRange[] };

/** Notes above this many characters are not read. */
const MAX_NOTE = 2_000_000;
/** Entries of a note, and ranges of an entry, past which the rest is left out. */
const MAX_ENTRIES = 5000;

/** Only what is read. */
const Metadata = z.object({
  schema_version: z.string().startsWith("authorship/3."),
  prompts: z.record(z.string(), z.unknown()).nullish(),
  sessions: z.record(z.string(), z.unknown()).nullish(),
});
const Session = z.object({ agent_id: z.object({ tool: z.string().max(100) }) });

/**
 * A git-ai note (`refs/notes/ai`, schema `authorship/3.x`): paths, below each of them lines of `key ranges`, indented by two spaces,
 * then `---` and JSON. Keys: `s_…::t_…` and sixteen hexadecimal digits = an agent, `h_…` = a known person.
 * Whatever is not of that form is left out, so a broken note says less, never something else.
 */
export function readAuthorshipNote(note: string): NoteEntry[] {
  if (note.length > MAX_NOTE) return [];
  const end = note.startsWith("---\n") ? 0 : note.indexOf("\n---\n");
  const metadata = readMetadata(end < 0 ? "" : note.slice(note.indexOf("{", end)));
  if (!metadata) return [];

  const entries: NoteEntry[] = [];
  let path: string | undefined;
  for (const line of note.slice(0, end).split("\n")) {
    const entry = /^ {2}(\S{1,200}) ([\d,-]+)$/.exec(line);
    if (!entry) path = line === "" || line.startsWith(" ") ? undefined : unquoted(line);
    else if (path !== undefined) {
      const sign = signOfKey(entry[1] ?? "", metadata);
      const lines = readRanges(entry[2] ?? "");
      if (sign && lines.length > 0 && entries.length < MAX_ENTRIES) entries.push({ path, sign, lines });
    }
  }
  return entries;
}

function readMetadata(json: string): z.infer<typeof Metadata> | undefined {
  try {
    return Metadata.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

function signOfKey(key: string, metadata: z.infer<typeof Metadata>): Sign | undefined {
  if (/^h_[0-9a-f]+$/.test(key)) return { author: "person", trust: "recorded" };
  const session = /^(s_[0-9a-f]+)(?:::t_[0-9a-f]+)?$/.exec(key)?.[1];
  if (session === undefined && !/^[0-9a-f]{16}$/.test(key)) return undefined;
  const described = Session.safeParse(session === undefined ? metadata.prompts?.[key] : metadata.sessions?.[session]);
  return { author: "agent", ...(described.success && { name: described.data.agent_id.tool }), trust: "recorded" };
}

function readRanges(text: string): LineRange[] {
  return text.split(",", MAX_ENTRIES).flatMap((part) => {
    const found = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    if (!found) return [];
    const startLine = Number(found[1]);
    const endLine = Number(found[2] ?? found[1]);
    return startLine >= 1 && endLine >= startLine ? [{ startLine, endLine }] : [];
  });
}

function unquoted(path: string): string {
  return path.startsWith('"') && path.endsWith('"') && path.length > 1 ? path.slice(1, -1) : path;
}
