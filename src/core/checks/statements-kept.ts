import { failed, passed, type Look, type Verdict } from "./check-types.ts";
import { concernsNumbers } from "./data/weakness-kinds.ts";
import { listed, surplus } from "./multiset.ts";
import type { Statement } from "./statements.ts";

/**
 * What the defect does not touch is as it was: conditions, constants, assignments, decorators, calls, in their order. Inside
 * the repaired statements numbers stay too, unless sizes or modes are what is wrong; and no `await` or `yield` is lost.
 */
export function statementsKept(look: Look): Verdict {
  const { before, after, region, input } = look;
  const { missing } = look.alignment;
  if (missing.length > 0)
    return failed(
      `the repair has no business with, but changed or left out: ${listed(missing.map((statement) => sourceOf(look, statement)))}`,
    );

  const waits = (side: typeof before): number =>
    side.tokens.filter((token) => token.kind === "name" && /^(await|yield)$/.test(token.text)).length;
  if (waits(after) < waits(before)) return failed("an `await` or `yield` was lost");

  if (!input.defects.every((defect) => concernsNumbers(defect.weakness))) {
    const numbers = (side: typeof before): string[] =>
      side.tokens.flatMap((token) =>
        token.kind === "number" || (token.kind === "string" && /^\d+$/.test(token.text)) ? [token.text] : [],
      );
    const inRegion = new Set(
      [...region.statements].flatMap((statement) =>
        statement.tokens.filter((token) => token.kind === "number").map((token) => token.text),
      ),
    );
    const lost = surplus(numbers(before), numbers(after), (text) => text).filter((text) => inRegion.has(text));
    const words = new Set(
      after.tokens.flatMap((token) => (token.kind === "string" ? token.text.split(/[^\w.]+/) : [])),
    );
    const gone = lost.filter((text) => !words.has(text));
    if (gone.length > 0) return failed(`a number of the repaired code is gone or changed: ${listed(gone)}`);
  }
  return passed("everything that the defect does not touch is as it was");
}

function sourceOf({ before }: Look, statement: Statement): string {
  return before.text.slice(statement.start, statement.end);
}
