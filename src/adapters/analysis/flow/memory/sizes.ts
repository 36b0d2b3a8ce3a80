import type { SgNode } from "../../parse.ts";

/** Bytes of the types whose size is the same on all common machines. */
const TYPE_SIZES: Readonly<Record<string, number>> = {
  char: 1,
  "unsigned char": 1,
  "signed char": 1,
  bool: 1,
  _Bool: 1,
  int8_t: 1,
  uint8_t: 1,
  u8: 1,
  uchar: 1,
  u_char: 1,
  BYTE: 1,
  short: 2,
  "unsigned short": 2,
  int16_t: 2,
  uint16_t: 2,
  int: 4,
  unsigned: 4,
  "unsigned int": 4,
  int32_t: 4,
  uint32_t: 4,
  float: 4,
  "long long": 8,
  "unsigned long long": 8,
  int64_t: 8,
  uint64_t: 8,
  double: 8,
};
const MAX_DEPTH = 12;

/** An array as it was declared: how many elements, and how many bytes each, where that is known. */
export type ArraySize = { elements: number; elementBytes: number | undefined };

export type Sizes = {
  /** What an expression is made of constants is worth; undefined for one that isn't. */
  valueOf(node: SgNode): number | undefined;
  /** Of the array that a name stands for where it is used; undefined for pointers and parameters. */
  arrayOf(use: SgNode): ArraySize | undefined;
};

/** Sizes in one file: its arrays, and the macros and constants that are plain numbers. */
export function openSizes(root: SgNode): Sizes {
  let macros: ReadonlyMap<string, string> | undefined;
  const readMacros = (): ReadonlyMap<string, string> => {
    const found = root.findAll({ rule: { kind: "preproc_def" } }).map((node): [string, string] => {
      return [node.field("name")?.text() ?? "", node.field("value")?.text().trim() ?? ""];
    });
    const once = Map.groupBy(found, ([name]) => name);
    return new Map([...once.values()].flatMap((each) => (each.length === 1 ? each : [])));
  };

  function valueOf(node: SgNode, depth = MAX_DEPTH): number | undefined {
    if (depth === 0) return undefined;
    const inner = node.is("parenthesized_expression") ? node.namedChildren()[0] : node.field("value");
    switch (String(node.kind())) {
      case "number_literal":
        return numberIn(node.text());
      case "parenthesized_expression":
      case "cast_expression":
        return inner ? valueOf(inner, depth - 1) : undefined;
      case "identifier": {
        macros ??= readMacros();
        return numberIn((macros.get(node.text()) ?? "").replace(/^\((.*)\)$/, "$1"));
      }
      case "sizeof_expression":
        return sizeOf(node);
      case "binary_expression": {
        const [left, right] = [node.field("left"), node.field("right")];
        const a = left && valueOf(left, depth - 1);
        const b = right && valueOf(right, depth - 1);
        if (a === undefined || b === undefined || a === null || b === null) return undefined;
        const operator = node.field("operator")?.text();
        return operator === "*" ? a * b : operator === "+" ? a + b : operator === "-" ? a - b : undefined;
      }
      default:
        return undefined;
    }
  }

  function sizeOf(node: SgNode): number | undefined {
    const type = node.field("type");
    if (type) return /[*[]/.test(type.text()) ? undefined : typeSize(type.text());
    const value = node.field("value");
    const name = value?.is("parenthesized_expression") ? value.namedChildren()[0] : value;
    const array = name?.is("identifier") ? arrayOf(name) : undefined;
    if (array) return array.elementBytes === undefined ? undefined : array.elements * array.elementBytes;
    return name ? typeSize(name.text()) : undefined;
  }

  function arrayOf(use: SgNode): ArraySize | undefined {
    if (!use.is("identifier")) return undefined;
    const name = use.text();
    const position = use.range().start.index;
    const declared = (arrays ??= readArrays(root)).get(name) ?? [];
    const here = declared.filter((each) => each.scopeStart <= position && position < each.scopeEnd);
    // A name that is declared twice in one function may be either.
    const inner = here.filter((each) => each.scopeEnd !== Infinity);
    const [only, ...others] = inner.length > 0 ? inner : here;
    if (!only || others.length > 0 || only.isOther || !only.size) return undefined;
    const elements = valueOf(only.size);
    return elements === undefined ? undefined : { elements, elementBytes: typeSize(only.type) };
  }
  let arrays: Map<string, Declared[]> | undefined;

  return { valueOf, arrayOf };
}

type Declared = {
  size: SgNode | undefined;
  type: string;
  /** A pointer, a parameter, an array of arrays. */
  isOther: boolean;
  scopeStart: number;
  scopeEnd: number;
};

/** All names that are declared as arrays or pointers, with the function in which they are. */
function readArrays(root: SgNode): Map<string, Declared[]> {
  const functions = root.findAll({ rule: { kind: "function_definition" } }).map((node) => node.range());
  const kinds = [{ kind: "declaration" }, { kind: "parameter_declaration" }];
  const found = root.findAll({ rule: { any: kinds } }).flatMap((node): [string, Declared][] => {
    const start = node.range().start.index;
    const owner = functions.find((each) => each.start.index <= start && start < each.end.index);
    const scope = { scopeStart: owner?.start.index ?? 0, scopeEnd: owner?.end.index ?? Infinity };
    const type = node.field("type")?.text() ?? "";
    return node.fieldChildren("declarator").flatMap((each): [string, Declared][] => {
      const inner = each.is("init_declarator") ? each.field("declarator") : each;
      if (!inner?.isNamed()) return [];
      const array = inner.is("array_declarator") ? inner : undefined;
      const name = array?.field("declarator");
      const isPlain = array !== undefined && name?.is("identifier") === true && node.is("declaration");
      const text = isPlain ? name.text() : (inner.find({ rule: { kind: "identifier" } })?.text() ?? inner.text());
      return [[text, { ...scope, type, size: array?.field("size") ?? undefined, isOther: !isPlain }]];
    });
  });
  const all = new Map<string, Declared[]>();
  for (const [name, each] of found) all.set(name, [...(all.get(name) ?? []), each]);
  return all;
}

function typeSize(type: string): number | undefined {
  return TYPE_SIZES[
    type
      .replace(/\b(?:const|volatile|static|std::)\s*/g, "")
      .replace(/\s+/g, " ")
      .trim()
  ];
}

function numberIn(text: string): number | undefined {
  const plain = text.replace(/['uUlL]+$/g, "").replaceAll("'", "");
  return /^(?:0[xX][\da-fA-F]+|\d+)$/.test(plain)
    ? Number(/^0\d+$/.test(plain) ? `0o${plain.slice(1)}` : plain)
    : undefined;
}
