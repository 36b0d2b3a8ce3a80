import type { Entry } from "../../core/knowledge.ts";
import { visible } from "../../report/escape.ts";
import type { KnowledgeCommand } from "./command.ts";

const MOST_WEAKNESSES = 10;

/** `knowledge stats`: how many entries of which kind, scope, status, language and weakness, and what people did with them. */
export async function knowledgeStats({ store, write }: KnowledgeCommand): Promise<void> {
  const counts = { scope: count(), kind: count(), status: count(), language: count(), weakness: count() };
  const standing = new Map<string, number>();
  let all = 0;
  for await (const entry of store.list()) {
    all++;
    tally(entry, counts);
    for (const [what, times] of Object.entries(entry.standing)) standing.set(what, (standing.get(what) ?? 0) + times);
  }
  write(`${store.place}: ${all} ${all === 1 ? "entry" : "entries"}\n`);
  if (all === 0) return;
  for (const [name, of] of Object.entries(counts)) {
    const sorted = [...of].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const shown = name === "weakness" ? sorted.slice(0, MOST_WEAKNESSES) : sorted;
    const more = sorted.length > shown.length ? `, ${sorted.length - shown.length} more` : "";
    write(`${`${name}:`.padEnd(10)} ${visible(shown.map(([value, times]) => `${value} ${times}`).join(", "))}${more}\n`);
  }
  write(`${"record:".padEnd(10)} ${[...standing].map(([what, times]) => `${what} ${times}`).join(", ")}\n`);
}

type Count = Map<string, number>;
const count = (): Count => new Map();

function tally(
  { scope, kind, status, languages, weaknesses }: Entry,
  counts: Record<"scope" | "kind" | "status" | "language" | "weakness", Count>,
): void {
  const add = (to: Count, value: string) => void to.set(value, (to.get(value) ?? 0) + 1);
  add(counts.scope, scope);
  add(counts.kind, kind);
  add(counts.status, status);
  for (const language of languages.length > 0 ? languages : ["any"]) add(counts.language, language);
  for (const weakness of weaknesses) add(counts.weakness, weakness);
}
