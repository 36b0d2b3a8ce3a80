import { failed, passed, type Look, type Verdict } from "./check-types.ts";
import { clipped, surplus } from "./multiset.ts";
import { statementText } from "./statements.ts";

/** Words with which models stand in for code that they leave out. */
const ELISION =
  /\b(rest|remainder|remaining|existing|previous|original|other|same|unchanged)\b[^\n]{0,30}\b(code|function|method|implementation|logic|body|lines|as before|unchanged|here|above)\b|\b(code|implementation|logic|body)\s{1,5}(unchanged|omitted|remains|goes here|continues|here)\b|\b(omitted|elided|truncated|snip)\b|^\W{0,6}\.\.\.\W{0,6}$|\.\.\.\s{0,4}\((rest|same|unchanged|omitted)/i;

/** No placeholder stands for code, and more than comments and white space changed. */
export function complete({ before, after }: Look): Verdict {
  const comments = (side: typeof before): string[] =>
    side.tokens.filter((token) => token.kind === "comment").map((token) => token.text);
  const elided = surplus(comments(after), comments(before), (text) => text).find((text) =>
    ELISION.test(text.slice(0, 500)),
  );
  if (elided !== undefined) return failed(`a placeholder stands for code: ${clipped(elided)}`);
  const ellipses = (side: typeof before): number =>
    side.statements.filter((statement) => statementText(statement) === "...").length;
  if (ellipses(after) > ellipses(before)) return failed("`...` stands for code");
  if (sameCode(before, after) && sameImports(before, after)) return failed("only comments or white space changed");
  return passed("no placeholder, and code changed");
}

/** Another module under the same name is another code: `math/rand` became `crypto/rand`. */
function sameImports(before: Look["before"], after: Look["after"]): boolean {
  const modules = (side: Look["before"]): string =>
    (side.reading?.outline?.imports ?? [])
      .map((each) => each.module)
      .toSorted()
      .join("\n");
  return modules(before) === modules(after);
}

function sameCode(before: Look["before"], after: Look["after"]): boolean {
  const code = (side: Look["before"]): string =>
    side.tokens
      .filter((token) => token.kind !== "comment")
      .map((token) => `${token.kind}${token.text}`)
      .join("\0");
  const indents = (side: Look["before"]): string =>
    side.tokens
      .filter((token) => token.kind !== "comment" && token.breaks)
      .map((token) => token.start - (side.text.lastIndexOf("\n", token.start - 1) + 1))
      .join();
  return code(before) === code(after) && indents(before) === indents(after);
}
