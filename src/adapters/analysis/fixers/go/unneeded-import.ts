import type { Edit } from "../../../../core/text.ts";
import type { SgNode } from "../../parse.ts";

/**
 * The edit that takes an import away when `edits` take the last use of its package: Go refuses imports that nothing uses.
 * `name` is the package as the code calls it.
 */
export function unneededImport(root: SgNode, text: string, name: string, edits: readonly Edit[]): Edit[] {
  const uses = (part: string): number => part.split(new RegExp(`\\b${name}\\.`)).length - 1;
  const gone = edits.reduce((sum, edit) => sum + uses(text.slice(edit.start, edit.end)) - uses(edit.text), 0);
  if (gone === 0 || uses(text) > gone) return [];
  const spec = root
    .findAll({ rule: { kind: "import_spec" } })
    .find((node) => !node.field("name") && /[/"]([\w-]+)"$/.exec(node.text())?.[1] === name);
  if (!spec) return [];
  const grouped = spec.parent()?.is("import_spec_list");
  const whole = grouped ? spec : spec.ancestors().find((node) => node.is("import_declaration"));
  if (!whole) return [];
  const start = text.lastIndexOf("\n", whole.range().start.index - 1) + 1;
  const newline = text.indexOf("\n", whole.range().end.index);
  return newline < 0 ? [] : [{ start, end: newline + 1, text: "" }];
}
