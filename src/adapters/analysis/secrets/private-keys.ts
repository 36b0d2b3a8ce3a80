import type { FoundSecret } from "./found-secret.ts";

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
/** The longest keys in use (RSA of 16,384 bits) stay below. */
const MAX_BODY_LENGTH = 20_000;
const RUN = /\\[nrt]|([A-Za-z0-9+/=]{4,})/g;

/**
 * The Base64 of private keys, line by line: what stands between (line ends, quotes and `+` of a string in code) is no
 * secret, and stays.
 */
export function privateKeys(text: string): FoundSecret[] {
  return [...text.matchAll(BEGIN)].flatMap((begin) => {
    const from = begin.index + begin[0].length;
    const within = text.slice(from, from + MAX_BODY_LENGTH);
    const end = within.indexOf("-----");
    const body = end < 0 ? within.slice(0, 4000) : within.slice(0, end);
    const runs = [...body.matchAll(RUN)].filter((run) => run[1] !== undefined);
    const keyRuns = runs.filter(
      (run, index) =>
        run[0].length >= 16 || run[0].endsWith("=") || (end >= 0 && index > 0 && index === runs.length - 1),
    );
    if (keyRuns.reduce((sum, run) => sum + run[0].length, 0) < 24) return [];
    return keyRuns.map((run) => ({
      kind: "private-key",
      start: from + run.index,
      end: from + run.index + run[0].length,
    }));
  });
}
