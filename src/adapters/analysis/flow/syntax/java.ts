import type { SgNode } from "../../parse.ts";
import { fieldOf, kindsIn, lastLeaves, NOTHING, orderOf, partsOf } from "./syntax.ts";
import type { Binding, Branching, Condition, Expression, Parameter, Syntax } from "./syntax.ts";

const LEAVING = new Set(["return_statement", "throw_statement", "continue_statement", "break_statement"]);
const CONSTANT = new Set(
  kindsIn(`
  decimal_integer_literal hex_integer_literal decimal_floating_point_literal true false null_literal
  character_literal string_literal string_fragment line_comment block_comment class_literal
  instanceof_expression unary_expression update_expression type_identifier integral_type
  floating_point_type boolean_type generic_type array_type scoped_type_identifier method_reference
  dimensions_expr dimensions switch_expression text_block
`),
);
const NUMBER_TYPES = new Set(["integral_type", "floating_point_type", "boolean_type"]);

export const JAVA: Syntax = {
  functions: ["method_declaration", "constructor_declaration", "lambda_expression"],
  orderless: [],
  classes: ["class_declaration", "record_declaration", "enum_declaration", "interface_declaration"],
  bindings: kindsIn(`
    local_variable_declaration field_declaration assignment_expression enhanced_for_statement resource
  `),
  calls: ["method_invocation", "object_creation_expression"],
  branchings: kindsIn(`
  if_statement while_statement for_statement enhanced_for_statement do_statement catch_clause
  switch_block_statement_group switch_rule ternary_expression binary_expression
`),
  returns: ["return_statement"],
  imports: [],
  self: ["this"],
  expressionOf,
  bindingsOf,
  parametersOf,
  nameOf: (node) => fieldOf(node, "name")?.text(),
  decorationOf: (node) => modifiersOf(node),
  bodyValueOf(node) {
    const body = node.is("lambda_expression") ? node.field("body") : null;
    return body && !body.is("block") ? body : undefined;
  },
  returnedBy: (node) => node.namedChildren()[0],
  branchingOf,
  conditionOf,
  leaves: (block) => lastLeaves(block, LEAVING),
  importsOf: () => [],
  literalOf,
};

function expressionOf(node: SgNode): Expression {
  const kind = String(node.kind());
  if (CONSTANT.has(kind)) return NOTHING;
  switch (kind) {
    case "identifier":
    case "this":
      return { is: "name", name: node.text() };
    case "field_access":
      return { is: "member", object: node.field("object") ?? node, name: fieldOf(node, "field")?.text() ?? "" };
    case "array_access": {
      const [object, index] = [node.field("array"), node.field("index")];
      if (!object) return NOTHING;
      return { is: "element", object, ...(index?.is("decimal_integer_literal") && { key: index.text() }) };
    }
    case "method_invocation":
    case "object_creation_expression":
      return callOf(node);
    case "binary_expression": {
      const sides = [node.field("left"), node.field("right")].filter((side) => side !== null);
      return fieldOf(node, "operator")?.text() === "+" ? partsOf(sides, true) : NOTHING;
    }
    case "ternary_expression": {
      const branches = [node.field("consequence"), node.field("alternative")].filter((branch) => branch !== null);
      return { is: "either", branches };
    }
    case "cast_expression": {
      const [type, value] = [node.field("type"), node.field("value")];
      return !value || (type && NUMBER_TYPES.has(String(type.kind()))) ? NOTHING : partsOf([value]);
    }
    case "assignment_expression": {
      const right = node.field("right");
      return right ? partsOf([right]) : NOTHING;
    }
    case "lambda_expression":
      return { is: "function" };
    default:
      return partsOf(node.namedChildren());
  }
}

function callOf(node: SgNode): Expression {
  const creates = node.is("object_creation_expression");
  const named = creates ? node.field("type") : node.field("name");
  if (!named) return NOTHING;
  const receiver = creates ? null : node.field("object");
  return {
    is: "call",
    callee: named,
    name: plainType(named.text()),
    ...(receiver && { receiver }),
    ...(creates && { creates }),
    arguments: (node.field("arguments")?.namedChildren() ?? [])
      .filter((value) => !/comment/.test(String(value.kind())))
      .map((value) => ({ value })),
  };
}

/** `java.util.List<String>` is `List`. */
function plainType(text: string): string {
  return (
    text
      .replace(/<[\s\S]*$/, "")
      .split(".")
      .at(-1) ?? text
  );
}

function literalOf(node: SgNode): string | undefined {
  return node.is("string_literal") ? node.text().replaceAll(/^"+|"+$/g, "") : undefined;
}

function bindingsOf(node: SgNode): Binding[] {
  switch (String(node.kind())) {
    case "local_variable_declaration":
    case "field_declaration": {
      const type = node.field("type")?.text();
      const isField = node.is("field_declaration");
      return node.fieldChildren("declarator").flatMap((declarator): Binding[] => {
        const [name, value] = [declarator.field("name"), declarator.field("value")];
        if (!name) return [];
        const about = { value: value ?? name, ...(type !== undefined && { type }) };
        if (isField) return [{ name: "this", field: name.text(), adds: true, ...about }];
        return [{ name: name.text(), declares: true, ...about }];
      });
    }
    case "resource":
    case "enhanced_for_statement": {
      const [name, value, type] = [node.field("name"), node.field("value"), node.field("type")?.text()];
      return name && value ? [{ name: name.text(), value, declares: true, ...(type !== undefined && { type }) }] : [];
    }
    default: {
      const [target, value] = [node.field("left"), node.field("right")];
      if (!target || !value) return [];
      const adds = node.field("operator")?.text() !== "=" && { adds: true };
      if (target.is("identifier")) return [{ name: target.text(), value, ...adds }];
      const object = target.field("object") ?? target.field("array");
      if (!object || !(object.is("identifier") || object.is("this"))) return [];
      const field = target.field("field")?.text();
      return [{ name: object.text(), value, adds: true, ...(field !== undefined && { field }) }];
    }
  }
}

function parametersOf(node: SgNode): Parameter[] {
  const list = node.field("parameters");
  if (list?.is("identifier")) return [{ name: list.text(), index: 0, annotations: "" }];
  const parameters = (list?.namedChildren() ?? []).filter((each) => !/comment|receiver/.test(String(each.kind())));
  return parameters.flatMap((each, index): Parameter[] => {
    const named = each.is("identifier")
      ? each
      : (each.field("name") ?? each.find({ rule: { kind: "identifier", inside: { kind: "variable_declarator" } } }));
    const type = each.field("type")?.text();
    const rest = each.is("spread_parameter");
    if (!named) return [];
    return [
      {
        name: named.text(),
        index,
        annotations: modifiersOf(each),
        ...(type !== undefined && { type }),
        ...(rest && { rest }),
      },
    ];
  });
}

function modifiersOf(node: SgNode): string {
  const modifiers = node.children().find((child) => child.is("modifiers"));
  return modifiers?.text().slice(0, 400) ?? "";
}

function branchingOf(node: SgNode): Branching | undefined {
  const condition = fieldOf(node, "condition");
  const test = condition && ((): Condition => conditionOf(condition));
  const [yes, no] = [fieldOf(node, "consequence"), fieldOf(node, "alternative")];
  const body = fieldOf(node, "body");
  switch (String(node.kind())) {
    case "if_statement":
    case "ternary_expression":
      return { ...(test && { condition: test }), ...(yes && { yes }), ...(no && { no: [no] }) };
    case "while_statement":
    case "for_statement":
      return { ...(test && { condition: test }), ...(body && { yes: body }), loops: true };
    case "enhanced_for_statement":
    case "do_statement":
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
    case "switch_block_statement_group":
    case "switch_rule": {
      const subject = node.parent()?.parent()?.field("condition");
      const label = node.namedChildren()[0]?.namedChildren()[0];
      if (!subject || !label) return { yes: node };
      return { condition: () => ({ is: "equal", left: inner(subject), right: label }), yes: node };
    }
    default:
      return { yes: node };
  }
}

function inner(node: SgNode): SgNode {
  return node.is("parenthesized_expression") ? (node.namedChildren()[0] ?? node) : node;
}

function conditionOf(node: SgNode): Condition {
  const value = inner(node);
  if (value.id() !== node.id()) return conditionOf(value);
  const operator = value.field("operator")?.text() ?? "";
  const [left, right, operand] = [value.field("left"), value.field("right"), value.field("operand")];
  if (value.is("unary_expression") && operator === "!" && operand) return { is: "not", part: conditionOf(operand) };
  if (value.is("method_invocation") && /^(?:equals|equalsIgnoreCase)$/.test(value.field("name")?.text() ?? "")) {
    const [object, other] = [value.field("object"), value.field("arguments")?.namedChildren()[0]];
    if (object && other) return { is: "equal", left: object, right: other };
  }
  if (value.is("instanceof_expression") && left) return { is: "type", value: left };
  if (!value.is("binary_expression") || !left || !right) return { is: "value", value };
  if (operator === "&&" || operator === "||")
    return { is: operator === "&&" ? "and" : "or", parts: [conditionOf(left), conditionOf(right)] };
  if (operator === "==") return { is: "equal", left, right };
  if (operator === "!=") return { is: "not", part: { is: "equal", left, right } };
  if (/^>=?$/.test(operator) && /^-?[01]$/.test(right.text())) return { is: "value", value: left };
  if (operator === "<" && right.text() === "0") return { is: "not", part: { is: "value", value: left } };
  return orderOf(operator, left, right) ?? { is: "value", value };
}
