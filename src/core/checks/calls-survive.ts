import type { FactCall } from "../analysis.ts";
import type { Language } from "../language.ts";
import { extendsCall } from "./extended-call.ts";
import { sameBut } from "./renames.ts";
import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { namesCallee } from "./callee-words.ts";
import { isHarmless } from "./data/harmless-callees.ts";
import { carriesValues } from "./data/weakness-kinds.ts";
import { isTextBuilder } from "./data/pure-callees.ts";
import { isRefusal } from "./data/refusals.ts";
import { listed } from "./multiset.ts";
import { openNesting } from "./nesting.ts";
import { lastName, meets } from "./region.ts";
import { tokensOf } from "./tokens.ts";

/**
 * Every call that is not a defect's own survives with its arguments, under the control structures that it stood in.
 *
 * In the repaired statements arguments may change, and calls may go that only put a text together or look at a value.
 */
export function callsSurvive(look: Look): Verdict {
  const [old, now] = [look.before.reading?.facts?.calls, look.after.reading?.facts?.calls];
  if (!old || !now) return notRun(look.before.unread || look.after.unread || "no facts for this language here");
  const alignment = look.alignment;
  const nesting = openNesting(look);
  const tokens = tokensCache(look.language);
  const free = new Set(now);
  const lost: string[] = [];
  const moved: string[] = [];

  const sinks = new Set(look.region.sinks.map((sink) => sink.call));
  const wanted = old.filter((call) => !sinks.has(call));
  const take = (call: FactCall, same: (other: FactCall) => boolean): boolean => {
    const candidates = [...free].filter(same);
    const found = candidates.find((other) => nesting.kept(call.nesting, other.nesting));
    if (found) free.delete(found);
    else if (candidates.length > 0) moved.push(call.callee);
    return found !== undefined || candidates.length > 0;
  };
  const concerned = new Set([...look.region.names, ...alignment.newNames]);
  const like = (call: FactCall, other: FactCall): boolean =>
    sameBut(tokens(call.text), tokens(other.text), alignment.renames);

  // Exact ones first, so that a changed call can't take the place of one that is still there.
  const changed = wanted.filter((call) => !takeExact(call, free, (other) => nesting.kept(call.nesting, other.nesting)));
  for (const call of changed) {
    const inRegion = [...look.region.statements].some((statement) => meets(statement, call.span));
    if (inRegion) {
      if (maySpare(call.callee, look.language) || goesWithTheSink(look, call, now)) continue;
      if (!take(call, (other) => lastName(other.callee) === lastName(call.callee)) && !replaced(look, call, free))
        lost.push(call.callee);
    } else if (
      !take(
        call,
        (other) =>
          other.text === call.text ||
          like(call, other) ||
          extendsCall(tokens(call.text), tokens(other.text), concerned),
      )
    )
      lost.push(call.callee);
  }
  if (lost.length > 0) return failed(`a call is gone or changed: ${listed(lost)}`);
  if (moved.length > 0) return failed(`a call left or entered a control structure: ${listed(moved)}`);
  return passed(wanted.length > 0 ? `all ${wanted.length} other calls survive` : "there are no other calls");
}

function takeExact(call: FactCall, free: Set<FactCall>, kept: (other: FactCall) => boolean): boolean {
  const equal = [...free].filter((other) => other.text === call.text && kept(other));
  const found = equal.find((other) => other.nesting.length === call.nesting.length) ?? equal[0];
  if (found) free.delete(found);
  return found !== undefined;
}

/** Where the value is bound or handed over as it is, what built or escaped the text has no work left. */
function maySpare(callee: string, language: Language): boolean {
  return isTextBuilder(callee, language) !== undefined || (isHarmless(callee, language) && !isRefusal(callee));
}

/** The repair's own callee stands on the same receiver: `connection.prepareStatement` for `connection.createStatement`. */
function replaced({ input, language }: Look, call: FactCall, free: Set<FactCall>): boolean {
  const receiver = call.callee.slice(0, -lastName(call.callee).length);
  const found = [...free].find(
    (other) =>
      receiver !== "" &&
      other.callee.startsWith(receiver) &&
      other.callee === receiver + lastName(other.callee) &&
      (namesCallee(input.allowed, other.callee) || isHarmless(other.callee, language)),
  );
  if (found) free.delete(found);
  return found !== undefined;
}

/**
 * It is what was wrong itself (`ssl._create_unverified_context()`, where no value is carried), or it only read the result of a sink
 * that another call replaced: `os.popen(…).read()`.
 */
function goesWithTheSink({ region }: Look, call: FactCall, now: readonly FactCall[]): boolean {
  return region.sinks.some(({ defect, call: sink }) => {
    const { span } = defect;
    if (!carriesValues(defect.weakness) && span.start <= call.span.start && call.span.end <= span.end) return true;
    if (call.span.start === span.start && call.span.end === span.end) return true;
    return (
      sink !== undefined &&
      call.callee.startsWith(`${sink.callee}().`) &&
      !now.some((other) => other.callee === sink.callee)
    );
  });
}

function tokensCache(language: Language): (text: string) => ReturnType<typeof tokensOf> {
  const cache = new Map<string, ReturnType<typeof tokensOf>>();
  return (text) => {
    const known = cache.get(text) ?? tokensOf(text, language);
    cache.set(text, known);
    return known;
  };
}
