import type { FactCall } from "../analysis.ts";
import { namesCallee } from "./callee-words.ts";
import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { isDangerous, isDangerousName } from "./data/dangerous-callees.ts";
import { isHarmless } from "./data/harmless-callees.ts";
import { isRefusal } from "./data/refusals.ts";
import { chainsIn, rootOf } from "./flow.ts";
import { listed, surplus } from "./multiset.ts";
import { lastName, sameCallee } from "./region.ts";

/** What a helper is named that a guard may call although its result goes nowhere. */
const GUARD =
  /valid|check|sanit|escap|verif|require|ensure|assert|clean|allow|auth|permi|safe|log|warn|audit|refuse|reject|deny|error|abort/i;
/** Stores of settings and secrets: reading one is new power. */
const STORES = ["process.env", "os.environ", "import.meta.env", "System.getenv", "Deno.env"];

/**
 * Every callee that came is harmless, of the file, or of the vocabulary of the rules and lessons about this weakness. What
 * reaches an interpreter, process, network or file takes the place of a call that went, one for one.
 */
export function ownCallees(look: Look): Verdict {
  const [old, now] = [look.before.reading?.facts, look.after.reading?.facts];
  if (!old || !now) return notRun(look.before.unread || look.after.unread || "no facts for this language here");
  const came = surplus(now.calls, old.calls, (call) => call.callee);
  const went = surplus(old.calls, now.calls, (call) => call.callee);

  const foreign = came.filter((call) => !accepted(look, call));
  if (foreign.length > 0) return failed(`brings a call of its own: ${listed(foreign.map((call) => call.callee))}`);
  const powerful = came.filter((call) => isPowerful(look, call));
  if (powerful.length > went.filter((call) => isPowerful(look, call) || !isHarmless(call.callee, look.language)).length)
    return failed(
      `brings more calls that reach out than it takes away: ${listed(powerful.map((call) => call.callee))}`,
    );

  const names = surplus(now.freeNames, old.freeNames, (name) => name).filter(
    (name) => isDangerousName(name) && !namesCallee(look.input.allowed, name),
  );
  if (names.length > 0) return failed(`brings a name that opens doors: ${listed(names)}`);
  const chains = (side: Look["before"]): string[] =>
    side.statements.flatMap((statement) => chainsIn(statement.tokens, look.language));
  const store = surplus(chains(look.after), chains(look.before), (chain) => chain).find(
    (chain) =>
      STORES.some((each) => chain === each || chain.startsWith(`${each}.`)) &&
      // One setting that the file reads already is no new power; the whole store always is.
      (STORES.includes(chain) || !look.before.text.includes(chain)) &&
      !look.input.allowed.callees.some((word) => chain.startsWith(word) && word.includes(".")),
  );
  if (store) return failed(`reads settings or secrets that the unit did not: ${listed([store])}`);
  return passed(
    came.length > 0 ? `calls that came are known: ${listed(came.map((call) => call.callee))}` : "no call came",
  );
}

function accepted(look: Look, call: FactCall): boolean {
  const { before, after, input, language } = look;
  const callee = call.callee;
  const unitCallees = new Set(before.reading?.facts?.calls.map((each) => each.callee));
  if (namesCallee(input.allowed, callee)) return true;
  if (isDangerous(callee)) return unitCallees.has(callee);
  const root = rootOf(callee);
  const isModule = NETWORKS.test(root);
  if (!isModule && isHarmless(callee, language)) return true;

  const defined = (after.reading?.outline?.definitions ?? []).some(
    (definition) =>
      definition.name === callee &&
      definition.span.startLine >= after.lines.startLine &&
      definition.span.endLine <= after.lines.endLine,
  );
  if (defined && (before.reading?.outline?.definitions ?? []).every((definition) => definition.name !== callee))
    return true;
  const fileCallees = [
    ...unitCallees,
    ...(before.reading?.outline?.calls ?? []).map((each) => each.callee),
    ...(before.reading?.outline?.definitions ?? []).map((each) => each.name),
    // A function that the file imports by name is there to be called.
    ...(before.reading?.outline?.imports ?? []).flatMap((each) => each.names),
  ];
  const known =
    fileCallees.includes(callee) ||
    (callee !== lastName(callee) &&
      fileCallees.some((each) => each !== lastName(each) && lastName(each) === lastName(callee)));
  if (!known) return false;
  // Of the file, but the unit did not call it: an effect that nobody asked for, unless it is a check or its result is used.
  return (
    unitCallees.has(callee) ||
    !call.discarded ||
    GUARD.test(lastName(callee)) ||
    isRefusal(callee) ||
    sameUnitMethod(unitCallees, callee)
  );
}
const NETWORKS =
  /^(requests|httpx|axios|http|https|http2|net|tls|dgram|urllib|urllib2|urllib3|aiohttp|socket|got|superagent|fs|child_process|dns|needle|ky|ftplib|smtplib|telnetlib|paramiko|boto3)$/;

function sameUnitMethod(unitCallees: ReadonlySet<string>, callee: string): boolean {
  return [...unitCallees].some((each) => each.includes(".") && lastName(each) === lastName(callee));
}

/** It reaches out by its name, or it is the kind of call that the defect is about. */
function isPowerful({ region, language }: Look, call: FactCall): boolean {
  const isSink =
    region.sinks.some((sink) => sink.defect.sink !== "" && sameCallee(call.callee, sink.defect.sink)) &&
    !isHarmless(call.callee, language);
  return isSink || (isDangerous(call.callee) && !isHarmless(call.callee, language));
}
