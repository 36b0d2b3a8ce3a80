import { readFileSync } from "node:fs";
import { z } from "zod";
import type { NoiseFinding } from "./noise-scan.ts";

/** What a person said of a default finding after reading it in its file. */
const Judgement = z.strictObject({
  package: z.string(),
  rule: z.string(),
  path: z.string(),
  /** Of the whole line, white space aside. */
  digest: z.string().length(16),
  verdict: z.enum(["true", "debatable", "false"]),
  reason: z.string().min(10),
});
export type Judgement = z.infer<typeof Judgement>;

const FILE = new URL("noise-judged.json", import.meta.url);

/** The verdict on a finding; undefined where nobody has read it yet. */
export function openJudgements(): (finding: NoiseFinding) => Judgement | undefined {
  const known = new Map(
    z
      .array(Judgement)
      .parse(JSON.parse(readFileSync(FILE, "utf8")))
      .map((judgement) => [keyOf(judgement), judgement]),
  );
  return (finding) => known.get(keyOf(finding));
}

function keyOf(place: Pick<Judgement, "package" | "rule" | "path" | "digest">): string {
  return [place.package, place.rule, place.path, place.digest].join("\0");
}
