import type { Secret, Source } from "../../core/analysis.ts";
import { lineStarts, spanOf } from "../../core/text.ts";
import type { FoundSecret } from "./secrets/found-secret.ts";
import { namedSecrets } from "./secrets/named-secrets.ts";
import { privateKeys } from "./secrets/private-keys.ts";
import { secretlintSecrets } from "./secrets/secretlint-secrets.ts";
import { tokenSecrets } from "./secrets/token-secrets.ts";

/**
 * Values that look like secrets, by position, never overlapping; each covers the value alone.
 *
 * Known forms come first, then what secretlint knows, then values with a telling name and enough randomness.
 */
export async function secretsOf(source: Source): Promise<Secret[]> {
  const { text } = source;
  const found = [
    ...privateKeys(text),
    ...tokenSecrets(text),
    ...(await secretlintSecrets(source)),
    ...namedSecrets(source),
  ];
  const starts = lineStarts(text);
  return apart(found).map(({ kind, start, end }) => ({ kind, span: spanOf(text, start, end, starts) }));
}

/** Of two on one place the tighter stays (a password, not its whole URL); of two alike the first kind. */
function apart(found: readonly FoundSecret[]): FoundSecret[] {
  const tightFirst = found.toSorted((a, b) => a.end - a.start - (b.end - b.start));
  const kept: FoundSecret[] = [];
  const byStart = new Map<number, FoundSecret>();
  for (const each of tightFirst) {
    if (byStart.has(each.start)) continue;
    byStart.set(each.start, each);
    kept.push(each);
  }
  const ordered = kept.toSorted((a, b) => a.start - b.start);
  const result: FoundSecret[] = [];
  for (const each of ordered) {
    const previous = result.at(-1);
    if (!previous || previous.end <= each.start) result.push(each);
    else if (each.end <= previous.end) result[result.length - 1] = each;
    else result[result.length - 1] = { ...previous, end: each.end };
  }
  return result;
}
