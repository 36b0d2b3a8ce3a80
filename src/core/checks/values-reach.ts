import { namesOf } from "./alignment.ts";
import type { FactCall } from "../analysis.ts";
import { failed, notRun, passed, type Look, type Side, type Verdict } from "./check-types.ts";
import { namesCallee } from "./callee-words.ts";
import { isHarmless } from "./data/harmless-callees.ts";
import { isErrorValue, isRefusal } from "./data/refusals.ts";
import { carriesValues, sendsOut, sendsText } from "./data/weakness-kinds.ts";
import { chainsIn, feedingOf, rootOf, type Chain } from "./flow.ts";
import { listed, surplus } from "./multiset.ts";
import { lastName, meets } from "./region.ts";
import { newShapes } from "./secure-shape.ts";
import { statementText, type Statement } from "./statements.ts";
import { lostWords, newWords, wordsOf } from "./words.ts";

/**
 * The sink, or what took its place, is still there, and the same values reach it; the text that is sent with them has the same
 * words in the same order. Deleting the feature is no repair.
 */
export function valuesReach(look: Look): Verdict {
  const { before, after, region, language } = look;
  const [old, now] = [before.reading?.facts, after.reading?.facts];
  if (!old || !now) return notRun(before.unread || after.unread || "no facts for this language here");
  const shapes = newShapes(look);
  const cameCalls = surplus(now.calls, old.calls, (call) => call.callee);
  const wentCalls = surplus(old.calls, now.calls, (call) => call.callee);

  for (const { defect, call, leaves, statements } of region.sinks) {
    // A call that only put the text together, or looked at it, may go.
    if (call && !isHarmless(call.callee, language) && wentCalls.some((gone) => gone.callee === call.callee)) {
      const follows = cameCalls.some(
        (came) =>
          lastName(came.callee) === lastName(call.callee) ||
          namesCallee(look.input.allowed, came.callee) ||
          (isHarmless(came.callee, language) && came.names.some((name) => call.names.includes(name))),
      );
      if (!follows && shapes.length === 0 && !isUnwrapped(look, statements, call))
        return failed(`\`${call.callee}\` is gone and nothing took its place`);
    }
    if (!carriesValues(defect.weakness)) continue;
    const places = placesOf(look, lastName(defect.sink), shapes);
    const chains = places.flatMap((statement) => chainsIn(statement.tokens, language));
    const feeding = feedingOf([...chains, ...shapes.flatMap((shape) => shape.names)], after.statements, language);
    const reached = [...feeding.leaves, ...feeding.names, ...chains];
    const lost = [...leaves].filter(
      (leaf) => isValue(leaf, before) && !reached.some((chain) => sameValue(leaf, chain)),
    );
    if (lost.length > 0) return failed(`no longer reaches the place of ${defect.sink || "the sink"}: ${listed(lost)}`);

    const reaching = cameCalls
      .filter((came) => !isHarmless(came.callee, language))
      .map((came) => lastName(came.callee));
    const sinkNames = new Set([lastName(defect.sink), ...reaching]);
    const strangers = sendsOut(defect.weakness) ? strangersAt(look, places, sinkNames) : [];
    if (strangers.length > 0)
      return failed(`other values of the unit now reach ${defect.sink || "the sink"}: ${listed(strangers)}`);

    const oldWords = wordsOf(stringsIn([...region.statements], before));
    const sent = [...places, ...feeding.statements].filter(
      (statement) => !isRefusing(statement, lastName(defect.sink)),
    );
    const all = wordsOf(stringsIn(after.statements));
    const dropped = lostWords(oldWords, all);
    if (dropped.length > 0) return failed(`words of the text are gone: ${listed(dropped)}`);
    if (!sendsText(defect.weakness)) continue;
    const sentWords = wordsOf(stringsIn(inOrder(sent, after)));
    const known = new Set([
      ...wordsOf(stringsIn(before.statements)),
      ...look.input.allowed.literals,
      ...namesOf(before.tokens),
    ]);
    const brought = newWords(sentWords, known);
    if (brought.length > 0) return failed(`words came into the text: ${listed(brought)}`);
  }
  return passed("the same values still reach the repaired place");
}

/**
 * Where the values must arrive: the new secure shapes that take values in, with what of the sink's kind stands at the repair;
 * without such shapes all that the repair brought, and what it left of the old place.
 */
function placesOf(
  { after, region, alignment }: Look,
  sinkName: string,
  shapes: ReturnType<typeof newShapes>,
): Statement[] {
  const old = new Set([...region.statements].map(statementText));
  const repaired = after.statements.filter(
    (statement) =>
      alignment.added.includes(statement) ||
      alignment.extended.includes(statement) ||
      old.has(statementText(statement)),
  );
  const taking = shapes.filter((shape) => shape.names.length > 0);
  if (taking.length === 0) return repaired;
  const atShapes = after.statements.filter((statement) => taking.some((shape) => meets(statement, shape.span)));
  return [...new Set([...atShapes, ...repaired.filter((statement) => namesOf(statement.tokens).includes(sinkName))])];
}

/** Variables that the old unit had, none of which flowed into the sink, and that flow into what stands there now. */
function strangersAt(
  { before, after, region, language }: Look,
  places: readonly Statement[],
  sinkNames: ReadonlySet<string>,
): string[] {
  const isSink = (statement: Statement): boolean => namesOf(statement.tokens).some((name) => sinkNames.has(name));
  const flowing = (statements: readonly Statement[], side: Side): Set<string> => {
    const chains = statements.flatMap((statement) => chainsIn(statement.tokens, language));
    const { names, leaves } = feedingOf(chains, side.statements, language);
    return new Set([...names, ...[...leaves].map(rootOf)]);
  };
  const known = flowing([...region.statements, ...before.statements.filter(isSink)], before);
  const had = new Set(before.statements.flatMap((statement) => chainsIn(statement.tokens, language)).map(rootOf));
  return [...flowing(places.filter(isSink), after)].filter(
    (name) => had.has(name) && !known.has(name) && isValue(name, before),
  );
}

/** The statement is as it was, but for the call: `page = trusted(text)` became `page = text`. */
function isUnwrapped({ alignment }: Look, statements: readonly Statement[], call: FactCall): boolean {
  return alignment.added.some((now) =>
    statements.some((old) => {
      let at = 0;
      const left = old.tokens.filter((token) => {
        const stays = token.text === now.tokens[at]?.text && token.kind === now.tokens[at]?.kind;
        if (stays) at += 1;
        return !stays;
      });
      const given = chainNames(now);
      return (
        at === now.tokens.length &&
        left.every((token) => token.start >= call.span.start && token.end <= call.span.end) &&
        call.names.every((name) => given.has(name))
      );
    }),
  );
}

function chainNames(statement: Statement): Set<string> {
  return new Set(namesOf(statement.tokens));
}

/** What is said to whoever is refused goes nowhere near the sink. */
function isRefusing({ tokens }: Statement, sinkName: string): boolean {
  const [first] = tokens;
  if (tokens.some((token) => token.kind === "name" && token.text === sinkName)) return false;
  if (first?.text === "return") return isErrorValue(tokens.map((token) => token.text).join(" "));
  return /^(raise|throw|abort)$/.test(first?.text ?? "") || (tokens[1]?.text === "(" && isRefusal(first?.text ?? ""));
}

/** Not a module or a function of the file: those carry no value of the unit's own. */
function isValue(leaf: Chain, side: Side): boolean {
  const root = leaf.split(".", 1)[0] ?? leaf;
  const imports = side.reading?.outline?.imports ?? [];
  if (/^[A-Z]/.test(root) && side.reading?.facts?.builtins.includes(root)) return false;
  return !imports.some(
    (each) => each.names.includes(root) && (each.module === root || each.module.split(/[./:]/).at(-1) === root),
  );
}

function sameValue(a: Chain, b: Chain): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** Literals in order; modules that are imported are none. */
function stringsIn(statements: readonly Statement[], side?: Side): string[] {
  const imports = side?.reading?.outline?.imports ?? [];
  return statements
    .flatMap((statement) => statement.tokens)
    .filter((token) => token.kind === "string" && !imports.some((each) => meets(each.span, token)))
    .map((token) => token.text);
}

function inOrder(statements: readonly Statement[], side: Side): Statement[] {
  const wanted = new Set(statements);
  return side.statements.filter((statement) => wanted.has(statement));
}
