import { AnalysisError, type Reading, type Wanted } from "../analysis.ts";
import { isOutlined } from "../language.ts";
import { patchBetween } from "../patch.ts";
import { lineStarts, textOfLines, type LineRange } from "../text.ts";
import { alignmentOf } from "./alignment.ts";
import type { CheckDependencies, CheckInput, Look, Side } from "./check-types.ts";
import { regionOf } from "./region.ts";
import { statementsOf } from "./statements.ts";
import { tokensOf } from "./tokens.ts";

/** Reads both texts once, with everything that the checks want to know of them. */
export async function look(input: CheckInput, deps: CheckDependencies): Promise<Look> {
  const { language, head, path } = input.file;
  const rules = await deps.analysis.rules([language]);
  const shapes = rules.filter((rule) => rule.hasShape && concerns(rule, input)).map((rule) => rule.id);
  const isDocument = input.madeByRule === true && (language === "yaml" || language === "dockerfile");
  const read = async (text: string, lines: LineRange): Promise<Side> => {
    const wanted: Wanted = isDocument
      ? { alerts: "all", diagnostics: true, meaning: true }
      : { outline: true, alerts: "all", diagnostics: true, facts: lines, shapes };
    const { reading, unread } =
      isDocument || isOutlined(language)
        ? await readOrReason(() => deps.analysis.read({ path, language, text }, wanted, deps.signal))
        : { reading: undefined, unread: `no parser for ${language} here` };
    const start = lineStarts(text)[lines.startLine - 1] ?? text.length;
    const code = textOfLines(text, lines);
    const tokens = tokensOf(code, language).map((token) => ({
      ...token,
      start: token.start + start,
      end: token.end + start,
    }));
    return { text, lines, start, code, reading, unread, tokens, statements: statementsOf(tokens, language) };
  };
  const before = await read(head, input.unit.lines);
  const after = await read(input.version.text, input.version.lines);
  const seen = {
    input,
    deps,
    language,
    patch: patchBetween(path, head, input.version.text),
    before,
    after,
    rules,
    region: regionOf(input.defects, before.statements, before.reading?.facts, language),
  };
  return { ...seen, alignment: alignmentOf(seen) };
}

function concerns(rule: { id: string; weakness: string }, input: CheckInput): boolean {
  return input.defects.some(
    (defect) =>
      defect.weakness === rule.weakness ||
      defect.claimedBy.some((claim) => claim.kind === "rule" && claim.id === rule.id),
  );
}

async function readOrReason(read: () => Promise<Reading>): Promise<{ reading: Reading | undefined; unread: string }> {
  try {
    return { reading: await read(), unread: "" };
  } catch (error) {
    if (!(error instanceof AnalysisError)) throw error;
    return { reading: undefined, unread: error.message };
  }
}
