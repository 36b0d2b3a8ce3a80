import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer, FixerInput, MakeFixer } from "../fixer.ts";
import { builtString } from "../python-pieces.ts";

const Options = z.strictObject({});
/** What needs no escaping: done already, or a number. */
const HARMLESS = /^(?:[\w.]*escape|int|float|len|url_for|render_template|Markup|format_html)\(/;

/**
 * Python: escapes every value that is spliced into a text of HTML, with the escape function of the framework that the file uses.
 * The text may stand in the match's `HTML` or `TEXT`, or in a variable that is assigned once in the function.
 */
export const escapeHtml: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return { fix: escaped, vocabulary: ["escape", "markupsafe", "html", "html.escape", "django.utils.html"] };
};

function escaped({ root, match }: FixerInput): ReturnType<Fixer["fix"]> {
  const text = match.getMatch("HTML") ?? match.getMatch("TEXT");
  const expression = text && valueOf(text, root);
  const values = expression && builtString(expression)?.pieces.filter((piece) => piece.kind === "value");
  if (!values || values.length === 0) return undefined;
  const { call, imports } = escapeCall(root);
  const edits = values
    .filter((value) => !HARMLESS.test(value.text))
    .map(({ node, text }) => {
      const { start, end } = node.range();
      return { start: start.index, end: end.index, text: `${call}(${text})` };
    });
  return edits.length > 0 ? { edits, imports } : undefined;
}

/** The expression itself, or what the one assignment to its name holds. */
function valueOf(text: SgNode, root: SgNode): SgNode | undefined {
  if (!text.is("identifier")) return text;
  const scope = text.ancestors().find((node) => node.is("function_definition")) ?? root;
  const assigned = scope.findAll({
    rule: {
      any: [{ kind: "assignment" }, { kind: "augmented_assignment" }],
      has: { field: "left", regex: `^${text.text()}$` },
    },
  });
  return assigned.length === 1 && assigned[0]?.is("assignment") ? (assigned[0].field("right") ?? undefined) : undefined;
}

function escapeCall(root: SgNode): { call: string; imports: string[] } {
  const uses = (module: string) =>
    root.has({
      rule: {
        any: [{ kind: "import_statement" }, { kind: "import_from_statement" }],
        regex: `^(import|from) ${module}\\b`,
      },
    });
  if (uses("django")) return { call: "escape", imports: ["from django.utils.html import escape"] };
  if (uses("(flask|markupsafe|jinja2)")) return { call: "escape", imports: ["from markupsafe import escape"] };
  return { call: "html.escape", imports: ["import html"] };
}
