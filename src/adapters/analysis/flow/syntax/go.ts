import type { SgNode } from "../../parse.ts";
import { fieldOf, kindsIn, lastLeaves, NOTHING, orderOf, partsOf } from "./syntax.ts";
import type { Binding, Branching, Condition, Expression, Parameter, Syntax } from "./syntax.ts";

const LEAVING = new Set(["return_statement", "continue_statement", "break_statement", "goto_statement"]);
const CONSTANT = new Set(
  kindsIn(`
  int_literal float_literal imaginary_literal rune_literal true false nil iota comment
  interpreted_string_literal raw_string_literal interpreted_string_literal_content type_identifier
  qualified_type pointer_type slice_type map_type array_type struct_type interface_type generic_type
  function_type channel_type
`),
);
/** By custom these say how it went, not what came. */
const NOT_A_VALUE = /^(?:_|err|error|ok|found|exists|n)$/;

export const GO: Syntax = {
  functions: ["function_declaration", "method_declaration", "func_literal"],
  orderless: [],
  classes: [],
  bindings: ["short_var_declaration", "assignment_statement", "var_spec", "const_spec", "range_clause"],
  calls: ["call_expression"],
  branchings: [
    "if_statement",
    "for_statement",
    "expression_case",
    "default_case",
    "type_case",
    "communication_case",
    "binary_expression",
  ],
  returns: ["return_statement"],
  imports: ["import_spec"],
  self: ["this"],
  expressionOf,
  bindingsOf,
  parametersOf,
  nameOf: (node) => fieldOf(node, "name")?.text(),
  classNameOf: (node) => receiverOf(node)?.field("type")?.text().replace(/^\*/, ""),
  decorationOf: () => "",
  bodyValueOf: () => undefined,
  returnedBy: (node) => node.namedChildren()[0],
  branchingOf,
  conditionOf,
  leaves: (block) => lastLeaves(block, LEAVING),
  importsOf(node) {
    const module = fieldOf(node, "path");
    const path = (module && literalOf(module)) ?? "";
    const last =
      path
        .replace(/\/v\d+$/, "")
        .split("/")
        .at(-1) ?? path;
    return [{ local: node.field("name")?.text() ?? last, means: last }];
  },
  literalOf,
};

function expressionOf(node: SgNode): Expression {
  const kind = String(node.kind());
  if (CONSTANT.has(kind)) return NOTHING;
  switch (kind) {
    case "identifier":
      return { is: "name", name: node.text() };
    case "selector_expression":
      return { is: "member", object: node.field("operand") ?? node, name: fieldOf(node, "field")?.text() ?? "" };
    case "index_expression": {
      const [object, index] = [node.field("operand"), node.field("index")];
      if (!object) return NOTHING;
      const key = index && (index.is("int_literal") ? index.text() : literalOf(index));
      return { is: "element", object, ...(typeof key === "string" && { key }) };
    }
    case "call_expression":
      return callOf(node);
    case "binary_expression": {
      const sides = [node.field("left"), node.field("right")].filter((side) => side !== null);
      return fieldOf(node, "operator")?.text() === "+" ? partsOf(sides, true) : NOTHING;
    }
    case "unary_expression":
      return /^[!\-^+]$/.test(fieldOf(node, "operator")?.text() ?? "") ? NOTHING : partsOf(node.namedChildren());
    case "composite_literal":
      return { is: "fields", fields: (node.field("body")?.namedChildren() ?? []).map(entryOf) };
    case "literal_value":
      return { is: "fields", fields: node.namedChildren().map(entryOf) };
    case "slice_expression":
    case "type_assertion_expression":
    case "type_conversion_expression":
      return partsOf([node.field("operand")].filter((part) => part !== null));
    case "func_literal":
      return { is: "function" };
    default:
      return partsOf(node.namedChildren());
  }
}

function callOf(node: SgNode): Expression {
  const callee = node.field("function");
  if (!callee) return NOTHING;
  const isMember = callee.is("selector_expression");
  const receiver = isMember ? callee.field("operand") : null;
  const values = node.field("arguments")?.namedChildren() ?? [];
  return {
    is: "call",
    callee,
    name: (isMember ? callee.field("field") : callee)?.text() ?? "",
    ...(receiver && { receiver }),
    arguments: values
      .filter((value) => !value.is("comment"))
      .map((value) => ({ value, ...(value.is("variadic_argument") && { spread: true }) })),
  };
}

function entryOf(node: SgNode): { key?: string; value: SgNode } {
  if (!node.is("keyed_element")) return { value: node };
  const [key, value] = node.namedChildren();
  const name = key?.namedChildren()[0];
  const text = name && (name.is("identifier") ? name.text() : literalOf(name));
  return { value: value ?? node, ...(text !== undefined && { key: text }) };
}

function literalOf(node: SgNode): string | undefined {
  if (node.is("interpreted_string_literal_content")) return node.text();
  return String(node.kind()).endsWith("string_literal") ? node.text().slice(1, -1) : undefined;
}

function bindingsOf(node: SgNode): Binding[] {
  const kind = String(node.kind());
  const declares = kind !== "assignment_statement";
  const type = kind === "var_spec" ? fieldOf(node, "type")?.text() : undefined;
  const names = kind.endsWith("_spec")
    ? node.fieldChildren("name").filter((name) => name.isNamed())
    : (node.field("left")?.namedChildren() ?? []);
  const right = node.field(kind.endsWith("_spec") ? "value" : "right");
  const values = right?.is("expression_list") ? right.namedChildren() : right ? [right] : [];
  const adds = kind === "assignment_statement" && node.field("operator")?.text() !== "=";
  return names.flatMap((target, at): Binding[] => {
    const isPair = values.length === names.length;
    const value = isPair ? values[at] : values[0];
    const about = { ...(declares && { declares }), ...(type !== undefined && { type }), ...(adds && { adds }) };
    if (!value) return type === undefined ? [] : [{ name: target.text(), value: target, ...about }];
    if (kind === "range_clause") return at === 0 && names.length > 1 ? [] : [{ name: target.text(), value, ...about }];
    if (!isPair && NOT_A_VALUE.test(target.text()) && at > 0) return [];
    return bind(target, value, { ...about, ...(!isPair && { select: at }) });
  });
}

function bind(target: SgNode, value: SgNode, rest: Partial<Binding>): Binding[] {
  if (target.is("identifier")) return target.text() === "_" ? [] : [{ name: target.text(), value, ...rest }];
  const object = target.field("operand");
  if (!object?.is("identifier")) return [];
  const key = target.field("index");
  const field = target.field("field")?.text() ?? (key ? literalOf(key) : undefined);
  return [{ ...rest, name: object.text(), value, adds: true, ...(field !== undefined && { field }) }];
}

function receiverOf(node: SgNode): SgNode | undefined {
  return node.field("receiver")?.namedChildren()[0];
}

function parametersOf(node: SgNode): Parameter[] {
  const receiver = receiverOf(node)?.field("name")?.text();
  const parameters: Parameter[] = receiver === undefined ? [] : [{ name: receiver, index: -1, annotations: "" }];
  let index = 0;
  for (const each of node.field("parameters")?.namedChildren() ?? []) {
    const type = each.field("type")?.text().replace(/^\*/, "");
    for (const name of each.fieldChildren("name").filter((child) => child.isNamed())) {
      const rest = each.is("variadic_parameter_declaration");
      parameters.push({
        name: name.text(),
        index,
        annotations: "",
        ...(type !== undefined && { type }),
        ...(rest && { rest }),
      });
      index += 1;
    }
  }
  return parameters;
}

function branchingOf(node: SgNode): Branching | undefined {
  const condition = fieldOf(node, "condition");
  const test = condition && ((): Condition => conditionOf(condition));
  const [yes, no, body] = [fieldOf(node, "consequence"), fieldOf(node, "alternative"), fieldOf(node, "body")];
  switch (String(node.kind())) {
    case "if_statement":
      return { ...(test && { condition: test }), ...(yes && { yes }), ...(no && { no: [no] }) };
    case "for_statement":
      return { ...(body && { yes: body }), loops: true };
    case "binary_expression": {
      const [left, right] = [node.field("left"), node.field("right")];
      const operator = fieldOf(node, "operator")?.text() ?? "";
      if (!left || !right || !/^(?:&&|\|\|)$/.test(operator)) return undefined;
      return {
        condition: () => (operator === "||" ? { is: "not", part: conditionOf(left) } : conditionOf(left)),
        yes: right,
      };
    }
    case "expression_case": {
      const [subject, label] = [node.parent()?.field("value"), node.field("value")?.namedChildren()[0]];
      if (!label) return { yes: node };
      if (!subject) return { condition: () => conditionOf(label), yes: node };
      return { condition: () => ({ is: "equal", left: subject, right: label }), yes: node };
    }
    default:
      return { yes: node };
  }
}

function conditionOf(node: SgNode): Condition {
  const operator = node.field("operator")?.text() ?? "";
  const [left, right, operand] = [node.field("left"), node.field("right"), node.field("operand")];
  if (node.is("parenthesized_expression")) {
    const value = node.namedChildren()[0];
    return value ? conditionOf(value) : { is: "value", value: node };
  }
  if (node.is("unary_expression") && operator === "!" && operand) return { is: "not", part: conditionOf(operand) };
  if (!node.is("binary_expression") || !left || !right) return { is: "value", value: node };
  if (operator === "&&" || operator === "||")
    return { is: operator === "&&" ? "and" : "or", parts: [conditionOf(left), conditionOf(right)] };
  if (operator === "==") return { is: "equal", left, right };
  if (operator === "!=") return { is: "not", part: { is: "equal", left, right } };
  if (/^>=?$/.test(operator) && /^-?[01]$/.test(right.text())) return { is: "value", value: left };
  return orderOf(operator, left, right) ?? { is: "value", value: node };
}
