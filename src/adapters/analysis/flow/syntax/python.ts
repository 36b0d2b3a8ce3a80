import type { SgNode } from "../../parse.ts";
import { fieldOf, kindsIn, lastLeaves, NOTHING, orderOf, partsOf } from "./syntax.ts";
import type { Binding, Branching, Condition, Expression, Parameter, Syntax } from "./syntax.ts";

const COMPREHENSIONS = ["list_comprehension", "generator_expression", "set_comprehension", "dictionary_comprehension"];
const LEAVING = new Set(["return_statement", "raise_statement", "continue_statement", "break_statement"]);
const CONSTANT = new Set(
  kindsIn(`
  integer float true false none ellipsis comment type string_content escape_sequence not_operator
  comparison_operator unary_operator string_start string_end format_specifier
`),
);

export const PYTHON: Syntax = {
  functions: ["function_definition", "lambda", ...COMPREHENSIONS],
  orderless: COMPREHENSIONS,
  classes: ["class_definition"],
  bindings: ["assignment", "augmented_assignment", "named_expression", "for_statement", "for_in_clause", "as_pattern"],
  calls: ["call"],
  branchings: kindsIn(`
  if_statement elif_clause for_statement while_statement except_clause case_clause
  conditional_expression boolean_operator assert_statement
`),
  returns: ["return_statement", "yield"],
  imports: ["import_statement", "import_from_statement"],
  self: ["self", "cls"],
  expressionOf,
  bindingsOf,
  parametersOf,
  nameOf: (node) => fieldOf(node, "name")?.text(),
  decorationOf(node) {
    const around = node.parent();
    if (!around?.is("decorated_definition")) return "";
    const decorators = around.children().filter((child) => child.is("decorator"));
    return decorators.map((decorator) => decorator.text().slice(0, 300)).join("\n");
  },
  bodyValueOf: (node) => (node.is("lambda") ? fieldOf(node, "body") : undefined),
  returnedBy: (node) => node.namedChildren()[0],
  branchingOf,
  conditionOf,
  leaves: (block) => lastLeaves(block, LEAVING),
  importsOf,
  literalOf,
};

function expressionOf(node: SgNode): Expression {
  const kind = String(node.kind());
  if (CONSTANT.has(kind)) return NOTHING;
  switch (kind) {
    case "identifier":
      return { is: "name", name: node.text() };
    case "attribute":
      return { is: "member", object: node.field("object") ?? node, name: fieldOf(node, "attribute")?.text() ?? "" };
    case "subscript": {
      const [object, index] = [node.field("value"), node.field("subscript")];
      if (!object) return NOTHING;
      const key = index && keyOf(index);
      return { is: "element", object, ...(key !== undefined && key !== null && { key }) };
    }
    case "call":
      return callOf(node);
    case "string":
      return partsOf(
        node.namedChildren().filter((child) => child.is("interpolation") || child.is("string_content")),
        true,
      );
    case "interpolation":
      return partsOf(node.namedChildren().slice(0, 1));
    case "concatenated_string":
      return partsOf(node.namedChildren(), true);
    case "binary_operator": {
      const operator = fieldOf(node, "operator")?.text() ?? "";
      if (!/^[+%/|*]$/.test(operator)) return NOTHING;
      return partsOf(
        [node.field("left"), node.field("right")].filter((part) => part !== null),
        true,
      );
    }
    case "boolean_operator":
      return { is: "either", branches: node.namedChildren() };
    case "conditional_expression":
      return { is: "either", branches: node.namedChildren().filter((_, at) => at !== 1) };
    case "dictionary":
      return { is: "fields", fields: node.namedChildren().flatMap(entryOf) };
    case "lambda":
      return { is: "function" };
    case "keyword_argument":
    case "named_expression":
      return partsOf([node.field("value") ?? node.namedChildren()[1]].filter((part) => part !== undefined));
    default:
      if (COMPREHENSIONS.includes(kind)) return partsOf(node.namedChildren().slice(0, 1));
      return partsOf(node.namedChildren());
  }
}

function callOf(node: SgNode): Expression {
  const callee = node.field("function");
  const passed = node.field("arguments");
  if (!callee || !passed) return NOTHING;
  const values = passed.is("argument_list") ? passed.namedChildren() : [passed];
  const receiver = callee.is("attribute") ? callee.field("object") : null;
  return {
    is: "call",
    callee,
    name: (callee.is("attribute") ? callee.field("attribute") : callee)?.text() ?? "",
    ...(receiver && { receiver }),
    arguments: values
      .filter((value) => !value.is("comment"))
      .map((value) => {
        if (value.is("keyword_argument"))
          return { value: value.field("value") ?? value, name: value.field("name")?.text() ?? "" };
        return { value, ...(/splat/.test(String(value.kind())) && { spread: true }) };
      }),
  };
}

function entryOf(node: SgNode): { key?: string; value: SgNode }[] {
  if (!node.is("pair")) return [{ value: node }];
  const [key, value] = [node.field("key"), node.field("value")];
  if (!key || !value) return [];
  const name = keyOf(key);
  return [name === undefined ? { value } : { key: name, value }];
}

function keyOf(node: SgNode): string | undefined {
  return node.is("integer") ? node.text() : node.is("string") ? literalOf(node) : undefined;
}

function literalOf(node: SgNode): string | undefined {
  if (node.is("string_content")) return node.text();
  if (!node.is("string")) return undefined;
  const parts = node.children();
  const inner = parts.slice(1, -1);
  return inner.every((part) => part.is("string_content")) ? inner.map((part) => part.text()).join("") : undefined;
}

function bindingsOf(node: SgNode): Binding[] {
  const kind = String(node.kind());
  if (kind === "named_expression") return bind(node.field("name"), node.field("value"), {});
  if (kind === "as_pattern") {
    const [value, alias] = [node.namedChildren()[0], node.field("alias")];
    return bind(alias?.namedChildren()[0] ?? alias, value ?? null, {});
  }
  const type = fieldOf(node, "type")?.text();
  const adds = kind === "augmented_assignment";
  return bind(node.field("left"), node.field("right"), { ...(type !== undefined && { type }), ...(adds && { adds }) });
}

function bind(target: SgNode | null, value: SgNode | null, rest: Partial<Binding>): Binding[] {
  if (!target || !value) return [];
  const kind = String(target.kind());
  if (kind === "identifier") return [{ name: target.text(), value, declares: true, ...rest }];
  if (kind === "attribute" || kind === "subscript") {
    const object = target.field(kind === "attribute" ? "object" : "value");
    if (!object?.is("identifier")) return [];
    const key = target.field(kind === "attribute" ? "attribute" : "subscript");
    const field = key && (kind === "attribute" ? key.text() : keyOf(key));
    return [{ name: object.text(), value, adds: true, ...rest, ...(typeof field === "string" && { field }) }];
  }
  const targets = target.namedChildren();
  const values = /list|tuple/.test(String(value.kind())) ? value.namedChildren() : [];
  if (values.length === targets.length) return targets.flatMap((each, at) => bind(each, values[at] ?? null, rest));
  return targets.flatMap((each, at) => bind(each, value, { ...rest, select: at }));
}

function parametersOf(node: SgNode): Parameter[] {
  const list = node.field("parameters")?.namedChildren() ?? [];
  const isMethod = list[0] !== undefined && /^(?:self|cls)$/.test(list[0].text());
  return list.flatMap((each, at): Parameter[] => {
    const named = each.is("identifier") ? each : (each.field("name") ?? each.find({ rule: { kind: "identifier" } }));
    if (!named || each.is("comment")) return [];
    const type = fieldOf(each, "type")?.text();
    const rest = /splat/.test(String(each.kind()));
    const annotations = fieldOf(each, "value")?.text().slice(0, 200) ?? "";
    const index = at - (isMethod ? 1 : 0);
    return [{ name: named.text(), index, annotations, ...(type !== undefined && { type }), ...(rest && { rest }) }];
  });
}

function branchingOf(node: SgNode): Branching | undefined {
  const condition = fieldOf(node, "condition");
  switch (String(node.kind())) {
    case "if_statement":
    case "elif_clause":
      return branching(condition, fieldOf(node, "consequence"), node.fieldChildren("alternative"));
    case "while_statement":
      return { ...branching(condition, fieldOf(node, "body")), loops: true };
    case "for_statement":
      return { ...branching(undefined, fieldOf(node, "body")), loops: true };
    case "except_clause":
    case "case_clause":
      return { yes: node };
    case "conditional_expression": {
      const [yes, test, no] = node.namedChildren();
      return branching(test, yes, no && [no]);
    }
    case "boolean_operator": {
      const [left, right] = node.namedChildren();
      if (!left || !right) return undefined;
      const isOr = fieldOf(node, "operator")?.text() === "or";
      return {
        condition: () => (isOr ? { is: "not", part: conditionOf(left) } : conditionOf(left)),
        yes: right,
      };
    }
    default:
      return undefined;
  }
}

function branching(condition: SgNode | undefined, yes: SgNode | undefined, no?: SgNode[]): Branching {
  return { ...(condition && { condition: () => conditionOf(condition) }), ...(yes && { yes }), ...(no && { no }) };
}

function conditionOf(node: SgNode): Condition {
  const parts = node.namedChildren();
  const [first, second] = parts;
  switch (String(node.kind())) {
    case "parenthesized_expression":
      return first ? conditionOf(first) : { is: "value", value: node };
    case "not_operator":
      return { is: "not", part: first ? conditionOf(first) : { is: "value", value: node } };
    case "boolean_operator":
      return { is: fieldOf(node, "operator")?.text() === "or" ? "or" : "and", parts: parts.map(conditionOf) };
    case "comparison_operator": {
      const operator = node
        .children()
        .find((child) => !child.isNamed())
        ?.text();
      if (!first || !second || parts.length !== 2) break;
      if (operator === "==" || operator === "is") return { is: "equal", left: first, right: second };
      if (operator === "!=" || operator === "is not")
        return { is: "not", part: { is: "equal", left: first, right: second } };
      const order = orderOf(operator ?? "", first, second);
      if (order) return order;
      if (operator === "in") return { is: "in", item: first, container: second };
      if (operator === "not in") return { is: "not", part: { is: "in", item: first, container: second } };
      break;
    }
    default:
  }
  return { is: "value", value: node };
}

function importsOf(node: SgNode): { local: string; means: string }[] {
  const module = fieldOf(node, "module_name")?.text();
  const names = node.fieldChildren("name");
  return names.flatMap((each) => {
    const [name, alias] = each.is("aliased_import")
      ? [fieldOf(each, "name")?.text() ?? "", fieldOf(each, "alias")?.text() ?? ""]
      : [each.text(), undefined];
    if (module !== undefined) return [{ local: alias ?? name, means: `${module}.${name}` }];
    const top = name.split(".")[0] ?? name;
    return [alias === undefined ? { local: top, means: top } : { local: alias, means: name }];
  });
}
