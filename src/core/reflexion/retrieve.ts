import { StoreError } from "../errors.ts";
import type { Defect } from "../finding.ts";
import type { Entry, Hit } from "../knowledge.ts";
import { familyOf } from "../language.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";
import { importsText } from "./task-text.ts";

/** More entries dilute a prompt; three to five carried all of the lift in retrieval-augmented repair. */
const MOST_ENTRIES = 4;
const MOST_TEXT = 1500;
const MOST_EXAMPLE = 1500;

/**
 * Eq. 2: r_t = Retrieve(x, y_t). The task and the code are both asked, with the weaknesses of the defects.
 * A store that is down costs the knowledge, not the review: no hits, and a note that says so.
 */
export async function retrieve(
  unitCase: UnitCase,
  code: string,
  defects: readonly Defect[],
  deps: ReflexionDeps,
): Promise<Hit[]> {
  const { knowledge } = deps;
  if (!knowledge) return [];
  try {
    const hits = await knowledge.store.search(
      {
        task: `${unitCase.unit.path}\n${importsText(unitCase)}\n${unitCase.unit.name}`,
        code,
        language: unitCase.unit.language,
        weaknesses: [...new Set(defects.map((defect) => defect.weakness))],
        scopes: knowledge.scopes,
        limit: MOST_ENTRIES,
      },
      deps.signal,
    );
    unitCase.trace.push({
      step: "retrieve",
      detail:
        hits.map((hit) => `${hit.entry.id} ${hit.score.toFixed(2)}${hit.sufficient ? " sufficient" : ""}`).join(", ") ||
        "nothing found",
    });
    return hits;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    deps.note(`reviewed without knowledge: ${error.message}`);
    return [];
  }
}

/** The entries as the model reads them: what to do, and the examples in the unit's language, or else the first. */
export function knowledgeText(hits: readonly Hit[], language: string): string {
  if (hits.length === 0) return "nothing\n";
  return hits
    .map(
      ({ entry }) =>
        `# ${entry.title} (${entry.weaknesses.join(", ") || "general"})\n${clip(entry.text, MOST_TEXT)}\n${exampleText(entry, language)}`,
    )
    .join("\n");
}

function exampleText(entry: Entry, language: string): string {
  const example = entry.examples.find((one) => familyOf(one.language) === familyOf(language)) ?? entry.examples[0];
  if (!example) return "";
  const vulnerable = example.vulnerable
    ? `Weak (${example.language}):\n${clip(example.vulnerable, MOST_EXAMPLE)}\n`
    : "";
  return `${vulnerable}Secure (${example.language}):\n${clip(example.secure, MOST_EXAMPLE)}\n`;
}

function clip(text: string, most: number): string {
  return text.length <= most
    ? text.trimEnd()
    : `${text.slice(0, text.lastIndexOf("\n", most) + 1 || most).trimEnd()}\n…`;
}
