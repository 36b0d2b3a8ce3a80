import { failed, notRun, passed, type Look, type Side, type Verdict } from "./check-types.ts";
import { isPure } from "./data/pure-callees.ts";
import { clipped, listed, surplus } from "./multiset.ts";
import { newDiagnostics } from "./parses.ts";
import { statementText, type Statement } from "./statements.ts";
import { tokensOf } from "./tokens.ts";

/** The patch leaves nothing dead behind: no code that can't be reached, no value that nobody reads, no error that nobody hears of. */
export function nothingLeftOver(look: Look): Verdict {
  const { before, after, language } = look;
  const [old, now] = [before.reading?.facts, after.reading?.facts];
  if (!old || !now) return notRun(before.unread || after.unread || "no facts for this language here");

  const text = (side: Side) => (span: { start: number; end: number }) =>
    side.text.slice(span.start, span.end).replace(/\s+/g, " ");
  const dead = surplus(now.unreachable.map(text(after)), old.unreachable.map(text(before)), (each) => each)[0];
  if (dead !== undefined) return failed(`can't be reached any more: ${clipped(dead)}`);

  const unread = surplus(now.unread, old.unread, (name) => name);
  if (unread.length > 0) return failed(`assigned but never read: ${listed(unread)}`);

  const idle = surplus(now.calls, old.calls, (call) => call.text).find(
    (call) => call.discarded && isPure(call.callee, language) && !call.nesting.some((head) => head.startsWith("try")),
  );
  if (idle) return failed(`the result of ${clipped(idle.text)} is not used`);

  const unused = newDiagnostics(before.reading?.diagnostics ?? [], after.reading?.diagnostics ?? [], ["unused"]).find(
    (each) => !/import/i.test(each.message),
  );
  // An import that the repair left without use is for the author to drop; new ones have a check of their own.
  if (unused) return failed(`line ${unused.span.startLine}: ${clipped(unused.message)} (${unused.by})`);

  const { added } = look.alignment;
  const constant = added.find(hasConstantCondition);
  if (constant) return failed(`a condition that is always the same: ${clipped(statementText(constant))}`);
  const deaf = added.find((statement) => catchesAll(statement) && !answers(look, statement));
  if (deaf) return failed(`swallows every error: ${clipped(statementText(deaf))}`);
  return passed("no dead code, unread value or swallowed error came");
}

function hasConstantCondition({ tokens }: Statement): boolean {
  if (!/^(if|elif|while)$/.test(tokens[0]?.text ?? "")) return false;
  return tokens
    .slice(1)
    .every(
      (token) =>
        token.kind === "number" ||
        token.kind === "string" ||
        token.kind === "mark" ||
        /^(True|False|true|false|not|None|null|nil|and|or)$/.test(token.text),
    );
}

/** `except:`, `except Exception`, `catch (e)` of a language without types there, `catch (Throwable t)`, `catch (...)`. */
function catchesAll({ tokens }: Statement): boolean {
  const [first, ...rest] = tokens.map((token) => token.text);
  if (first === "except")
    return rest[0] === ":" || rest.some((word) => word === "Exception" || word === "BaseException");
  if (first !== "catch") return false;
  const types = rest.filter((word) => /^[A-Z]|^\.\.\.$/.test(word));
  return types.length === 0 || types.some((word) => /^(Exception|Throwable|Error|\.\.\.)$/.test(word));
}

/** Something is raised or called inside: the error is heard of. */
function answers({ after, language }: Look, statement: Statement): boolean {
  const words = (text: string): string =>
    tokensOf(text, language)
      .filter((token) => !"(){}:".includes(token.text))
      .map((token) => token.text)
      .join(" ");
  const head = words(after.text.slice(statement.start, statement.end));
  const facts = after.reading?.facts;
  return [...(facts?.calls ?? []), ...(facts?.raises ?? [])].some(
    (step) => step.nesting.some((each) => words(each) === head) && step.span.start > statement.start,
  );
}
