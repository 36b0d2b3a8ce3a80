import type { SgNode } from "../parse.ts";
import { boundNodes } from "../span-of-node.ts";

/**
 * A template with its `$X`, `$$$X` and transforms filled from a match of `text`; several nodes bring what stands between
 * them along. An empty `$$$X` takes a neighbouring comma with it. Lines after the first get `indent`, and the text's own
 * line ending.
 *
 * @returns undefined when a single metavariable holds nothing: the template doesn't apply.
 */
export function expandTemplate(template: string, match: SgNode, text: string, at: number): string | undefined {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const indent = indentAt(text, at);
  let complete = true;
  const laidOut = template
    .replace(/\n$/, "")
    .replaceAll("\n", eol + indent)
    .replaceAll(eol + indent + eol, eol + eol);
  const filled = laidOut.replaceAll(
    /(,\s*)?(\$\$\$|\$)([A-Z_][A-Z0-9_]*)(,[ \t]*)?/g,
    (_, before: string = "", sigil: string, name: string, after: string = "") => {
      const nodes = boundNodes(match, name);
      if (nodes) {
        const [start, end] = [nodes[0].range().start.index, nodes[1].range().end.index];
        return `${before}${text.slice(start, end)}${after}`;
      }
      const transformed = match.getTransformed(name);
      if (transformed !== null && transformed !== undefined) return `${before}${transformed}${after}`;
      if (sigil === "$") complete = false;
      return before && after ? before : "";
    },
  );
  return complete ? filled : undefined;
}

/** The white space at the start of the line that holds offset `at`. */
export function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}
