import type { Analysis, Reading, Source, Wanted } from "./analysis.ts";

/** Texts whose readings are kept; of a scanned tree only what is being worked on fits. */
const TEXTS = 24;

type Part = keyof Reading;
const PARTS = {
  outline: "outline",
  alerts: "alerts",
  diagnostics: "diagnostics",
  facts: "facts",
  shapes: "shapes",
  importing: "importEdits",
  meaning: "meaning",
  secrets: "secrets",
  rewrite: "rewrites",
} as const satisfies Record<keyof Wanted, Part>;

const NAMES = [
  "outline",
  "alerts",
  "diagnostics",
  "facts",
  "shapes",
  "importing",
  "meaning",
  "secrets",
  "rewrite",
] as const satisfies readonly (keyof Wanted)[];

/**
 * The same analysis, which is asked once for each part of the latest 24 texts: the head of a file is looked at again with every
 * repair of it, and compilers are slow to answer. Parts are independent of each other, so only those that are missing are asked for.
 *
 * For one review: what is being read is shared by all who want it, and so is its signal.
 */
export function rememberingAnalysis(analysis: Analysis): Analysis {
  const texts = new Map<string, Map<string, Promise<Reading>>>();

  function known(source: Source): Map<string, Promise<Reading>> {
    const key = `${source.path}\0${source.language}\0${source.text}`;
    const parts = texts.get(key) ?? new Map<string, Promise<Reading>>();
    texts.delete(key);
    texts.set(key, parts);
    for (const oldest of texts.keys()) {
      if (texts.size <= TEXTS) break;
      texts.delete(oldest);
    }
    return parts;
  }

  return {
    ...analysis,
    async read(source, wanted, signal) {
      const parts = known(source);
      const asked = NAMES.map((name) => ({
        name,
        value: wanted[name],
        key: `${name} ${JSON.stringify(wanted[name])}`,
      })).filter(({ value }) => value !== undefined && value !== false);
      const missing = asked.filter(({ key }) => !parts.has(key));
      if (missing.length > 0 || asked.length === 0) {
        const reading = analysis.read(
          source,
          Object.fromEntries(missing.map(({ name, value }) => [name, value])),
          signal,
        );
        for (const { key } of missing) {
          parts.set(key, reading);
          // What failed, or was given up, is asked for anew.
          reading.catch(() => parts.delete(key));
        }
        if (asked.length === 0) return reading;
      }
      const readings = await Promise.all(asked.map(async ({ key }) => parts.get(key)));
      const pieces = asked.map(({ name }, index) => [PARTS[name], readings[index]?.[PARTS[name]]] as const);
      return Object.fromEntries(pieces.filter(([, piece]) => piece !== undefined));
    },
  };
}
