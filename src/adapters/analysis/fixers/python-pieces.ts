import type { SgNode } from "../parse.ts";

/**
 * A built string taken apart: source text of its literals (escapes as written), and the values between. `part` numbers the
 * literal that a piece stands in; values of a concatenation or of a format stand in the literal before them.
 */
export type Piece =
  { kind: "text"; text: string; part: number } | { kind: "value"; text: string; node: SgNode; part: number };

/** A literal as written: `prefix` without the f, `quote` one or three characters. */
export type Literal = { prefix: string; quote: string; node: SgNode };

/** `merged`: all pieces may be written as one literal; else each literal keeps its place. */
export type BuiltString = { node: SgNode; literals: Literal[]; pieces: Piece[]; merged: boolean };

/** Takes f-strings, `%`, `.format` and `+` apart; undefined for what isn't purely one of them. */
export function builtString(node: SgNode, nesting = 0): BuiltString | undefined {
  if (nesting > 3) return undefined;
  const inner = node.is("parenthesized_expression") ? node.namedChildren().find((child) => !child.is("comment")) : node;
  if (!inner) return undefined;
  if (inner.is("string") || inner.is("concatenated_string")) return literalsOf(inner);
  if (inner.is("call")) return formatted(inner, nesting);
  if (!inner.is("binary_operator")) return undefined;
  const operator = inner.field("operator")?.text();
  if (operator === "%") return percented(inner, nesting);
  return operator === "+" ? concatenated(inner) : undefined;
}

function literalsOf(node: SgNode): BuiltString | undefined {
  const strings = node.is("string") ? [node] : node.namedChildren().filter((child) => !child.is("comment"));
  const built: BuiltString = { node, literals: [], pieces: [], merged: false };
  for (const [part, string] of strings.entries()) {
    const opening = string.is("string") ? /^([A-Za-z]*)("""|'''|"|')/.exec(string.text()) : null;
    if (!opening) return undefined;
    const [, prefix = "", quote = ""] = opening;
    if (/b/i.test(prefix)) return undefined;
    built.literals.push({ prefix: prefix.replaceAll(/f/gi, ""), quote, node: string });
    const isTemplate = /f/i.test(prefix);
    for (const child of string.children()) {
      if (child.is("string_content")) {
        const text = isTemplate ? child.text().replaceAll("{{", "{").replaceAll("}}", "}") : child.text();
        built.pieces.push({ kind: "text", text, part });
      } else if (child.is("interpolation")) {
        const value = plainValue(child);
        if (!value) return undefined;
        built.pieces.push({ kind: "value", text: value.text(), node: value, part });
      }
    }
  }
  return built.literals.length > 0 ? built : undefined;
}

/** An interpolation that only brings a value: no conversion, no format, no `=`. */
function plainValue(interpolation: SgNode): SgNode | undefined {
  const [value, ...rest] = interpolation.namedChildren();
  return value && rest.length === 0 && interpolation.children().length === 3 ? value : undefined;
}

function percented(node: SgNode, nesting: number): BuiltString | undefined {
  const template = node.field("left");
  const right = node.field("right");
  const built = template && builtString(template, nesting + 1);
  if (!right || !built || built.pieces.some((piece) => piece.kind === "value")) return undefined;
  if (right.is("dictionary") || right.is("list")) return undefined;
  const values = right.is("tuple") ? right.namedChildren() : [right];
  return filled(
    node,
    built,
    /%(%|s|d|i|.)/gs,
    (mark) => {
      if (mark === "%") return "%";
      return mark !== undefined && /[sdi]/.test(mark) ? values.shift() : undefined;
    },
    () => values.length === 0,
  );
}

function formatted(call: SgNode, nesting: number): BuiltString | undefined {
  const callee = call.field("function");
  const template =
    callee?.is("attribute") && callee.field("attribute")?.text() === "format" ? callee.field("object") : null;
  const built = template && builtString(template, nesting + 1);
  if (!built || built.pieces.some((piece) => piece.kind === "value")) return undefined;
  const given =
    call
      .field("arguments")
      ?.namedChildren()
      .filter((child) => !child.is("comment")) ?? [];
  if (given.some((argument) => /splat/.test(String(argument.kind())))) return undefined;
  const positional = given.filter((argument) => !argument.is("keyword_argument"));
  let next = 0;
  return filled(
    call,
    built,
    /\{\{|\}\}|\{([^{}]*)\}|[{}]/g,
    (mark, whole) => {
      if (whole === "{{" || whole === "}}") return whole.slice(1);
      if (mark === undefined) return undefined;
      if (mark === "") return positional[next++];
      if (/^\d+$/.test(mark)) return positional[Number(mark)];
      const keyword = given.find(
        (argument) => argument.is("keyword_argument") && argument.field("name")?.text() === mark,
      );
      return keyword?.field("value") ?? undefined;
    },
    () => true,
  );
}

/** Puts values into the marks of a template's texts; undefined when a mark has none, or the values don't come out even. */
function filled(
  node: SgNode,
  template: BuiltString,
  marks: RegExp,
  valueOf: (mark: string | undefined, whole: string) => SgNode | string | undefined,
  isDone: () => boolean,
): BuiltString | undefined {
  const pieces: Piece[] = [];
  for (const { text, part } of template.pieces) {
    let at = 0;
    for (const found of text.matchAll(marks)) {
      pieces.push({ kind: "text", text: text.slice(at, found.index), part });
      at = found.index + found[0].length;
      const value = valueOf(found[1], found[0]);
      if (value === undefined) return undefined;
      if (typeof value === "string") pieces.push({ kind: "text", text: value, part });
      else pieces.push({ kind: "value", text: value.text(), node: value, part });
    }
    pieces.push({ kind: "text", text: text.slice(at), part });
  }
  return isDone() ? { node, literals: template.literals, pieces, merged: false } : undefined;
}

/** `"a" + b + "c"`, however nested; its literals must agree in their quotes, since they become one. */
function concatenated(node: SgNode): BuiltString | undefined {
  const built: BuiltString = { node, literals: [], pieces: [], merged: true };
  for (const operand of operandsOf(node)) {
    const literal = operand.is("string") || operand.is("concatenated_string") ? literalsOf(operand) : undefined;
    if (literal) {
      built.literals.push(...literal.literals);
      built.pieces.push(...literal.pieces.map((piece) => ({ ...piece, part: 0 })));
    } else if (/^(?:identifier|attribute|subscript|call)$/.test(String(operand.kind()))) {
      built.pieces.push({ kind: "value", text: operand.text(), node: operand, part: 0 });
    } else return undefined;
  }
  const first = built.literals[0];
  const fits = (literal: Literal) =>
    literal.prefix === first?.prefix &&
    (literal.quote === first.quote || !literal.node.text().slice(1, -1).includes(first.quote));
  return first && built.literals.every(fits) ? { ...built, literals: [first] } : undefined;
}

/** In order. Sums lean to the left, thousands deep where a program wrote them: only parentheses are recursed into. */
function operandsOf(node: SgNode): SgNode[] {
  const operands: SgNode[] = [];
  let rest: SgNode | null = node;
  while (rest?.is("binary_operator") && rest.field("operator")?.text() === "+") {
    const right: SgNode | null = rest.field("right");
    if (right)
      operands.unshift(...(right.is("parenthesized_expression") ? right.namedChildren().flatMap(operandsOf) : [right]));
    rest = rest.field("left");
  }
  if (rest?.is("parenthesized_expression")) return [...rest.namedChildren().flatMap(operandsOf), ...operands];
  return rest ? [rest, ...operands] : operands;
}

/** The string with new texts for its pieces, each literal in its place, or all as one when it is `merged`. */
export function writeLiterals(
  built: BuiltString,
  texts: readonly { text: string; part: number }[],
  source: string,
): string {
  const written = built.literals.map(({ prefix, quote }, part) => {
    const content = texts.filter((piece) => piece.part === part).map((piece) => piece.text);
    return `${prefix}${quote}${content.join("")}${quote}`;
  });
  return written
    .map((text, part) => {
      const before = part > 0 ? built.literals[part - 1]?.node.range().end.index : undefined;
      const between = before === undefined ? "" : source.slice(before, built.literals[part]?.node.range().start.index);
      return between + text;
    })
    .join("");
}
