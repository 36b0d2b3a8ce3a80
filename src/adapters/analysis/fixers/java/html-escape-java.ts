import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer } from "../fixer.ts";
import { textPartsJava } from "./text-parts-java.ts";

const Options = z.strictObject({});

/** The encoders of libraries that a file shows to be there, by what it imports. */
const ENCODERS = [
  { shown: /^import org\.owasp\.encoder\./m, name: "Encode.forHtml", imported: "import org.owasp.encoder.Encode;" },
  {
    shown: /^import org\.apache\.commons\.text\./m,
    name: "StringEscapeUtils.escapeHtml4",
    imported: "import org.apache.commons.text.StringEscapeUtils;",
  },
  {
    shown: /^import org\.springframework\./m,
    name: "HtmlUtils.htmlEscape",
    imported: "import org.springframework.web.util.HtmlUtils;",
  },
];

/** Escapes the one value that is written into the page, by an encoder that the project has; Java itself has none. */
export function htmlEscapeJava(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ENCODERS.flatMap(({ name }) => [name, ...name.split(".")]),
    fix({ match, source }) {
      const encoder = ENCODERS.find(({ shown }) => shown.test(source.text));
      const values = (match.getMatch("PARTS")?.namedChildren() ?? []).flatMap(valuesIn);
      const value = values[0];
      if (!encoder || !value || values.length !== 1 || match.field("arguments")?.namedChildren().length !== 1)
        return undefined;
      const { start, end } = value.range();
      return {
        edits: [{ start: start.index, end: end.index, text: `${encoder.name}(${value.text()})` }],
        imports: [encoder.imported],
      };
    },
  };
}

function valuesIn(node: SgNode): SgNode[] {
  const parts = textPartsJava(node);
  return parts ? parts.flatMap((part) => (part.fixed === undefined ? [part.value] : [])) : [node];
}
