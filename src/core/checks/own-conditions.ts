import { failed, passed, type Look, type Verdict } from "./check-types.ts";
import { isRefusal } from "./data/refusals.ts";
import { listed } from "./multiset.ts";
import type { Statement } from "./statements.ts";

/** A condition that came asks about the repaired values, or refuses at once: it narrows nothing else that the unit does. */
export function ownConditions(look: Look): Verdict {
  const { after, region } = look;
  const { added, newNames } = look.alignment;
  const foreign = added.filter((statement) => {
    if (!/^(if|elif|while|unless|switch|match)$/.test(statement.tokens[0]?.text ?? "")) return false;
    const asks = statement.tokens.some(
      (token) => token.kind === "name" && (region.names.has(token.text) || newNames.has(token.text)),
    );
    return !asks && !refuses(after.statements[after.statements.indexOf(statement) + 1]);
  });
  if (foreign.length > 0)
    return failed(
      `a condition came that is about something else: ${listed(foreign.map((each) => after.text.slice(each.start, each.end)))}`,
    );
  return passed("conditions that came are about the repaired values");
}

function refuses(statement: Statement | undefined): boolean {
  const tokens = statement?.tokens ?? [];
  if (/^(return|raise|throw|continue|break|goto|abort|panic)$/.test(tokens[0]?.text ?? "")) return true;
  const open = tokens.findIndex((token) => token.kind === "mark" && token.text === "(");
  const callee = tokens
    .slice(0, Math.max(open, 0))
    .map((token) => token.text)
    .join("");
  return (
    callee !== "" &&
    (isRefusal(callee) || tokens.some((token) => token.kind === "number" && /^[45]\d\d$/.test(token.text)))
  );
}
