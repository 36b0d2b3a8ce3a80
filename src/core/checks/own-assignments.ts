import { failed, passed, type Look, type Verdict } from "./check-types.ts";
import { isErrorValue } from "./data/refusals.ts";
import { assignedIn } from "./targets.ts";
import { clipped, listed } from "./multiset.ts";
import { statementText, type Statement } from "./statements.ts";

/** The patch gives values only to names of its own and to those that flow into the repaired place. */
export function ownAssignments(look: Look): Verdict {
  const { region, language } = look;
  const { added, newNames } = look.alignment;
  for (const statement of added) {
    if (/^(global|nonlocal|del|delete)$/.test(statement.tokens[0]?.text ?? ""))
      return failed(`reaches beyond the unit: ${clipped(statementText(statement))}`);
    const foreign = assignedIn(statement, language).filter(
      ({ name }) => !newNames.has(name) && !region.names.has(name),
    );
    if (foreign.length > 0 && !saysNo(statement))
      return failed(
        `gives a value to what the repair has no business with: ${listed(foreign.map((target) => target.name))}`,
      );
  }
  return passed("assigns nothing but what it repairs");
}

/** `ret = -EINVAL` before a `goto`: the guard's way to say no. */
function saysNo({ tokens }: Statement): boolean {
  const at = tokens.findIndex((token) => token.text === "=" || token.text === ":=");
  const value = tokens
    .slice(at + 1)
    .map((token) => token.text)
    .join(" ");
  return (
    at > 0 &&
    /^(- ?[\w.]+|NULL|nullptr|None|null|nil|false|False|[A-Z]*(?:ERR|FAIL|INVAL)[A-Z_]*)$/.test(value) &&
    isErrorValue(value)
  );
}
