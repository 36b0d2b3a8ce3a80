import type { SgNode } from "../../parse.ts";
import { fieldOf, kindsIn, lastLeaves, NOTHING, orderOf, partsOf } from "./syntax.ts";
import type { Binding, Branching, Condition, Expression, Parameter, Syntax } from "./syntax.ts";

const LEAVING = new Set(["return_statement", "throw_statement", "continue_statement", "break_statement"]);
const FUNCTIONS = kindsIn(`
  function_declaration function_expression arrow_function method_definition generator_function
  generator_function_declaration
`);
const CONSTANT = new Set(
  kindsIn(`
  number true false null undefined string_fragment escape_sequence regex comment unary_expression
  update_expression type_annotation type_arguments predefined_type type_identifier jsx_element
  jsx_self_closing_element class property_identifier
`),
);

export const ECMASCRIPT: Syntax = {
  functions: FUNCTIONS,
  orderless: [],
  classes: ["class_declaration", "class"],
  bindings: kindsIn(`
  variable_declarator assignment_expression augmented_assignment_expression for_in_statement
  field_definition public_field_definition
`),
  calls: ["call_expression", "new_expression"],
  branchings: kindsIn(`
  if_statement for_in_statement for_statement while_statement do_statement catch_clause switch_case
  switch_default ternary_expression binary_expression
`),
  returns: ["return_statement"],
  imports: ["import_statement"],
  self: ["this"],
  expressionOf,
  bindingsOf,
  parametersOf,
  nameOf: (node) => fieldOf(node, "name")?.text(),
  decorationOf(node) {
    const before = node.prevAll().slice(0, 4);
    const until = before.findIndex((each) => !each.is("decorator"));
    return before
      .slice(0, until < 0 ? undefined : until)
      .map((each) => each.text().slice(0, 300))
      .join("\n");
  },
  bodyValueOf(node) {
    const body = node.is("arrow_function") ? node.field("body") : null;
    return body && !body.is("statement_block") ? body : undefined;
  },
  returnedBy: (node) => node.namedChildren()[0],
  branchingOf,
  conditionOf,
  leaves: (block) => lastLeaves(block, LEAVING),
  importsOf,
  literalOf,
};

function isProperty(node: SgNode): boolean {
  return node.is("property_identifier");
}

function expressionOf(node: SgNode): Expression {
  const kind = String(node.kind());
  if (CONSTANT.has(kind)) return NOTHING;
  if (FUNCTIONS.includes(kind)) return { is: "function" };
  switch (kind) {
    case "identifier":
    case "shorthand_property_identifier":
    case "this":
      return { is: "name", name: node.text() };
    case "member_expression":
      return { is: "member", object: node.field("object") ?? node, name: fieldOf(node, "property")?.text() ?? "" };
    case "subscript_expression": {
      const [object, index] = [node.field("object"), node.field("index")];
      if (!object) return NOTHING;
      const key = index ? keyOf(index) : undefined;
      return { is: "element", object, ...(typeof key === "string" && { key }) };
    }
    case "call_expression":
    case "new_expression":
      return callOf(node);
    case "template_string":
      return partsOf(node.namedChildren(), true);
    case "string":
      return NOTHING;
    case "binary_expression": {
      const operator = fieldOf(node, "operator")?.text() ?? "";
      const sides = [node.field("left"), node.field("right")].filter((side) => side !== null);
      if (operator === "+") return partsOf(sides, true);
      if (operator === "&&") return partsOf(sides.slice(1));
      return /^(?:\|\||\?\?)$/.test(operator) ? { is: "either", branches: sides } : NOTHING;
    }
    case "ternary_expression": {
      const branches = [node.field("consequence"), node.field("alternative")].filter((branch) => branch !== null);
      return { is: "either", branches };
    }
    case "object":
      return { is: "fields", fields: node.namedChildren().flatMap(entryOf) };
    case "assignment_expression":
    case "augmented_assignment_expression":
      return partsOf([node.field("right") ?? node].filter((part) => part.id() !== node.id()));
    case "sequence_expression":
      return partsOf(node.namedChildren().slice(-1));
    case "as_expression":
    case "satisfies_expression":
      return partsOf(node.namedChildren().slice(0, 1));
    default:
      return partsOf(node.namedChildren());
  }
}

function callOf(node: SgNode): Expression {
  const creates = node.is("new_expression");
  const callee = node.field(creates ? "constructor" : "function");
  const passed = node.field("arguments");
  if (!callee) return NOTHING;
  const isMember = callee.is("member_expression");
  const receiver = isMember ? callee.field("object") : null;
  // tag`a${b}`: the substitutions are passed.
  const values = passed?.is("template_string")
    ? passed.namedChildren().filter((part) => part.is("template_substitution"))
    : (passed?.namedChildren() ?? []);
  return {
    is: "call",
    callee,
    name: (isMember ? callee.field("property") : callee)?.text() ?? "",
    ...(receiver && { receiver }),
    ...(creates && { creates }),
    arguments: values
      .filter((value) => !value.is("comment"))
      .map((value) => ({ value, ...(value.is("spread_element") && { spread: true }) })),
  };
}

function entryOf(node: SgNode): { key?: string; value: SgNode }[] {
  if (node.is("shorthand_property_identifier")) return [{ key: node.text(), value: node }];
  if (!node.is("pair")) return node.is("spread_element") ? [{ value: node }] : [];
  const [key, value] = [node.field("key"), node.field("value")];
  if (!key || !value) return [];
  const name = isProperty(key) ? key.text() : keyOf(key);
  return [name === undefined ? { value } : { key: name, value }];
}

function keyOf(node: SgNode): string | undefined {
  return node.is("number") ? node.text() : literalOf(node);
}

function literalOf(node: SgNode): string | undefined {
  if (node.is("string_fragment")) return node.text();
  if (node.is("template_substitution")) return undefined;
  if (node.is("string")) return node.text().slice(1, -1);
  const isPlain = node.is("template_string") && !node.namedChildren().some((part) => part.is("template_substitution"));
  return isPlain ? node.text().slice(1, -1) : undefined;
}

function bindingsOf(node: SgNode): Binding[] {
  switch (String(node.kind())) {
    case "variable_declarator": {
      const type = typeIn(node);
      return bind(node.field("name"), node.field("value"), { declares: true, ...(type !== undefined && { type }) });
    }
    case "for_in_statement":
      return bind(node.field("left"), node.field("right"), { declares: true });
    case "assignment_expression":
      return bind(node.field("left"), node.field("right"), {});
    case "augmented_assignment_expression":
      return bind(node.field("left"), node.field("right"), { adds: true });
    default: {
      const value = node.field("value");
      const field = node.namedChildren().find(isProperty)?.text();
      return value && field !== undefined ? [{ name: "this", field, value, adds: true }] : [];
    }
  }
}

function bind(target: SgNode | null, value: SgNode | null, rest: Partial<Binding>): Binding[] {
  if (!target || !value) return [];
  switch (String(target.kind())) {
    case "identifier":
    case "shorthand_property_identifier_pattern":
      return [{ name: target.text(), value, ...rest }];
    case "member_expression":
    case "subscript_expression": {
      const object = target.field("object");
      if (!object || !(object.is("identifier") || object.is("this"))) return [];
      const key = target.field("property") ?? target.field("index");
      const field = key && (target.is("member_expression") ? key.text() : keyOf(key));
      const { type: _, ...others } = rest;
      return [{ ...others, name: object.text(), value, adds: true, ...(typeof field === "string" && { field }) }];
    }
    case "assignment_pattern":
    case "object_assignment_pattern":
      return bind(target.field("left"), value, rest);
    case "object_pattern":
      return target.namedChildren().flatMap((each) => bindProperty(each, value, rest));
    case "array_pattern":
      return target.namedChildren().flatMap((each, at) => bind(each, value, { ...rest, select: rest.select ?? at }));
    case "rest_pattern":
      return bind(target.namedChildren()[0] ?? null, value, rest);
    default:
      return [];
  }
}

/** Of a nested pattern only the outermost key is followed: the rest of the way, all is carried. */
function bindProperty(each: SgNode, value: SgNode, rest: Partial<Binding>): Binding[] {
  const key = each.is("pair_pattern")
    ? each.field("key")
    : each.is("object_assignment_pattern")
      ? each.field("left")
      : each;
  const inner = each.is("pair_pattern") ? each.field("value") : each;
  if (!key || each.is("rest_pattern")) return bind(each, value, rest);
  return bind(inner, value, { ...rest, select: rest.select ?? key.text() });
}

function parametersOf(node: SgNode): Parameter[] {
  const single = node.field("parameter");
  const list = single ? [single] : (node.field("parameters")?.namedChildren() ?? []);
  return list
    .filter((each) => !each.is("comment"))
    .flatMap((each, index): Parameter[] => {
      const decorators = each.children().filter((child) => child.is("decorator"));
      const annotations = decorators.map((decorator) => decorator.text().slice(0, 200)).join(" ");
      const pattern = each.field("pattern") ?? each;
      const type = typeIn(each);
      const about = {
        index,
        annotations,
        ...(type !== undefined && { type }),
        ...(pattern.is("rest_pattern") && { rest: true }),
      };
      return bind(pattern, pattern, {}).map(({ name, select }) => ({
        ...about,
        name,
        ...(typeof select === "string" && { select }),
      }));
    });
}

function typeIn(node: SgNode): string | undefined {
  return node.field("type")?.text().replace(/^:\s*/, "").slice(0, 100);
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
    case "for_in_statement":
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
    case "switch_case": {
      const around = node.parent()?.parent();
      const [subject, label] = [around?.field("value"), node.field("value")];
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
  const operator = value.field("operator")?.text() ?? "";
  const [left, right] = [value.field("left"), value.field("right")];
  if (value.id() !== node.id()) return conditionOf(value);
  if (value.is("unary_expression") && operator === "!") {
    const argument = value.field("argument");
    if (argument) return { is: "not", part: conditionOf(argument) };
  }
  if (!value.is("binary_expression") || !left || !right) return { is: "value", value };
  if (operator === "&&" || operator === "||")
    return { is: operator === "&&" ? "and" : "or", parts: [conditionOf(left), conditionOf(right)] };
  if (/^===?$/.test(operator)) return { is: "equal", left, right };
  if (/^!==?$/.test(operator)) return { is: "not", part: { is: "equal", left, right } };
  if (operator === "instanceof") return { is: "type", value: left };
  if (operator === "in") return { is: "in", item: left, container: right };
  // list.indexOf(x) >= 0, > -1
  if (/^>=?$/.test(operator) && /^-?[01]$/.test(right.text())) return { is: "value", value: left };
  if (operator === "<" && right.text() === "0") return { is: "not", part: { is: "value", value: left } };
  return orderOf(operator, left, right) ?? { is: "value", value };
}

function importsOf(node: SgNode): { local: string; means: string }[] {
  const module = fieldOf(node, "source");
  const from = (module && literalOf(module))?.replace(/^node:/, "");
  if (from === undefined) return [];
  return node
    .findAll({ rule: { any: [{ kind: "import_specifier" }, { kind: "namespace_import" }, { kind: "import_clause" }] } })
    .flatMap((each) => {
      if (!each.is("import_specifier")) {
        const local = each.namedChildren().find((child) => child.is("identifier"));
        return local ? [{ local: local.text(), means: from }] : [];
      }
      const name = each.field("name")?.text() ?? "";
      return [{ local: each.field("alias")?.text() ?? name, means: `${from}.${name}` }];
    });
}
