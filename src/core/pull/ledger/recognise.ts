import type { Fingerprint } from "../../decision.ts";
import type { Finding } from "../../finding.ts";
import { quoteDigest } from "../../quote-digest.ts";
import { familyOfWeakness } from "../../weakness-family.ts";

/** Something that was said of a finding. Several may have one id: the finding came back, or was decided on. */
export type Known = {
  id: string;
  about: Fingerprint;
  /** Where it stood then; tells the order of equal ones. */
  startLine: number;
  /** Its code was seen to change since: of equal ones, others go first. */
  moved?: boolean;
};

export type RecogniseOptions = {
  /** Where a file of an earlier head stands now. */
  pathNow: (path: string) => string;
  /** Only where the quoted code is the same. */
  sameCode?: boolean;
};

/** What is alike at one step; the first is the strictest. */
type Likeness = { keyOf: (print: Print) => string; needsCode: boolean; alone?: boolean };
type Print = { symbol: string; sink: string; quote: string };

const MOST_CHARACTERS = 300;

const STEPS: readonly Likeness[] = [
  { keyOf: ({ symbol, sink, quote }) => join(symbol, spelled(sink), quote), needsCode: true },
  { keyOf: ({ symbol, quote }) => join(symbol, quote), needsCode: true },
  { keyOf: ({ symbol, sink }) => join(symbol, spelled(sink)), needsCode: false },
  { keyOf: ({ symbol, sink }) => join(symbol, lastName(sink)), needsCode: false },
  // A function that was renamed: only where nothing else can be meant.
  { keyOf: ({ quote }) => quote, needsCode: true, alone: true },
];

/**
 * Which finding is which of those known: by weakness family, file, symbol, sink and order; the quoted code breaks ties, and makes up for a
 * sink that is spelled otherwise or a symbol that was renamed. One finding is one id, and one id is one finding.
 */
export function recognise<One extends Known>(
  findings: readonly Finding[],
  known: readonly One[],
  { pathNow, sameCode = false }: RecogniseOptions,
): Map<Finding, One> {
  const recognised = new Map<Finding, One>();
  const placeOf = (weakness: Fingerprint["weakness"], path: string) => join(familyOfWeakness(weakness), path);
  const findingsAt = Map.groupBy(findings, ({ weakness, path }) => placeOf(weakness, path));
  const knownAt = Map.groupBy(known, ({ about }) => placeOf(about.weakness, pathNow(about.path)));
  const taken = new Set<string>();
  for (const [place, here] of findingsAt) {
    const candidates = knownAt.get(place) ?? [];
    for (const step of STEPS) {
      if (sameCode && !step.needsCode) continue;
      const left = here.filter((finding) => !recognised.has(finding));
      const free = candidates.filter(
        ({ id, about }) => !taken.has(id) && (!step.needsCode || about.quote !== undefined),
      );
      for (const [finding, one] of pairs(left, free, step)) {
        recognised.set(finding, one);
        taken.add(one.id);
      }
    }
  }
  return recognised;
}

function pairs<One extends Known>(
  findings: readonly Finding[],
  known: readonly One[],
  { keyOf, alone = false }: Likeness,
): [Finding, One][] {
  const alike = Map.groupBy(known, ({ about }) => keyOf({ ...about, quote: about.quote ?? "" }));
  return [...Map.groupBy(findings, (finding) => keyOf(printOf(finding)))].flatMap(([key, group]) => {
    const others = onceEach(alike.get(key) ?? []);
    if (alone && (group.length > 1 || others.length > 1)) return [];
    const chosen = others
      .toSorted((a, b) => Number(a.moved ?? false) - Number(b.moved ?? false))
      .slice(0, group.length)
      .toSorted((a, b) => a.startLine - b.startLine);
    const ordered = group.toSorted((a, b) => a.span.start - b.span.start);
    return ordered.flatMap((finding, index): [Finding, One][] => {
      const one = chosen[index];
      return one ? [[finding, one]] : [];
    });
  });
}

/** Of several that have one id the last counts. */
function onceEach<One extends Known>(known: readonly One[]): One[] {
  return [...new Map(known.map((one) => [one.id, one])).values()];
}

function printOf({ symbol, sink, quote }: Finding): Print {
  return { symbol: symbol.slice(0, MOST_CHARACTERS), sink: sink.slice(0, MOST_CHARACTERS), quote: quoteDigest(quote) };
}

function spelled(sink: string): string {
  return sink.replace(/\s+/g, "").toLowerCase();
}

/** `self.db.execute(…)`, `cursor.execute` and `execute` are one to a model. */
function lastName(sink: string): string {
  const callee = spelled(sink).replace(/\(.*$/, "");
  return /[\p{L}\p{N}_$]+$/u.exec(callee)?.[0] ?? callee;
}

function join(...parts: string[]): string {
  return parts.join("\0");
}
