import type { FactCall, Facts } from "../analysis.ts";
import type { Defect } from "../finding.ts";
import type { Language } from "../language.ts";
import type { Span } from "../text.ts";
import { isTextBuilder } from "./data/pure-callees.ts";
import { carriesValues } from "./data/weakness-kinds.ts";
import { chainsIn, feedingOf, rootOf, type Chain } from "./flow.ts";
import { targetsOf } from "./targets.ts";
import type { Statement } from "./statements.ts";
import type { Token } from "./tokens.ts";

/**
 * The part of the old unit that a repair of these defects has business with: the statements of the sinks, and those
 * that give values to what flows into them.
 */
export type Region = {
  statements: Set<Statement>;
  /** Names that flow into a sink, with those on the way and those that the sink's statement gives a value to. */
  names: Set<string>;
  /** A defect's own call, as the analyser sees it; none where the sink is no call. */
  sinks: { defect: Defect; call: FactCall | undefined; statements: Statement[]; leaves: Set<Chain> }[];
};

export function regionOf(
  defects: readonly Defect[],
  statements: readonly Statement[],
  facts: Facts | undefined,
  language: Language,
): Region {
  const region: Region = { statements: new Set(), names: new Set(), sinks: [] };
  for (const defect of defects) {
    const own = statements.filter((statement) => meets(statement, defect.span));
    const call = sinkCall(defect, facts, own, language);
    const tokens = own.flatMap((statement) => statement.tokens);
    const scope = call && carriesValues(defect.weakness) ? call.span : undefined;
    const chains = chainsIn(inside(tokens, scope), language);
    const feeding = feedingOf(chains, statements, language, carriesValues(defect.weakness) ? undefined : 1);
    for (const statement of [...own, ...feeding.statements]) region.statements.add(statement);
    for (const name of feeding.names) region.names.add(name);
    for (const chain of chainsIn(tokens, language)) region.names.add(rootOf(chain));
    for (const statement of own) for (const target of targetsOf(statement, language)) region.names.add(target.name);
    region.sinks.push({ defect, call, statements: own, leaves: feeding.leaves });
  }
  return region;
}

/**
 * The call that the defect speaks of: the smallest with the sink's name around it. Where the sink's name is a word for people,
 * the smallest around it within its statement that does more than put a text together.
 */
function sinkCall(
  defect: Defect,
  facts: Facts | undefined,
  own: readonly Statement[],
  language: Language,
): FactCall | undefined {
  const calls = facts?.calls ?? [];
  const around = calls
    .filter((call) => call.span.start <= defect.span.start && defect.span.end <= call.span.end)
    .toSorted((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
  return (
    around.find((call) => sameCallee(call.callee, defect.sink)) ??
    calls.find((call) => meets(call.span, defect.span) && sameCallee(call.callee, defect.sink)) ??
    around.find(
      (call) =>
        !isTextBuilder(call.callee, language) &&
        own.some((statement) => statement.start <= call.span.start && call.span.end <= statement.end),
    )
  );
}

/** A sink is often named by a type or a shorter form: `cursor.execute` for `self.db.execute`. */
export function sameCallee(callee: string, sink: string): boolean {
  return callee === sink || lastName(callee) === lastName(sink);
}

export function lastName(callee: string): string {
  return /([\w$]+)\W*$/.exec(callee.slice(-200))?.[1] ?? callee;
}

export function meets(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}

function inside(tokens: readonly Token[], span: Pick<Span, "start" | "end"> | undefined): Token[] {
  return span ? tokens.filter((token) => token.start >= span.start && token.end <= span.end) : [...tokens];
}
