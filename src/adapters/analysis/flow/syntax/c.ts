import type { SgNode } from "../../parse.ts";
import { declaredFunction, nameIn } from "./c-declarators.ts";
import { fieldOf, kindsIn, NOTHING, orderOf, partsOf } from "./syntax.ts";
import type { Binding, Branching, Condition, Expression, Parameter, Syntax } from "./syntax.ts";

const LEAVING = new Set(kindsIn("return_statement goto_statement break_statement continue_statement throw_statement"));
/** Calls and macros after which, by custom, nothing follows. */
const LAST_CALL =
  /^(?:std::)?(?:_?_?exit|_Exit|abort|quick_exit|longjmp|siglongjmp|verrx?|errx?|die|fatal\w*|panic|usage|terminate|unreachable|__builtin_\w+|throw\w*|Throw\w*|THROW\w*|\w*(?:RETURN|_FAIL|FAIL_|ERROR_|_EXIT|BAIL|ABORT|croak|mrb_raise)\w*)\s*\(/;
/** Whether a statement that is a call ends the function, or more. */
export function isLastCall(text: string): boolean {
  return LAST_CALL.test(text.slice(0, 80).replace(/^\(void\)\s*/, ""));
}

const CONSTANT = new Set(
  kindsIn(`
  number_literal char_literal string_literal concatenated_string raw_string_literal string_content true false null
  sizeof_expression alignof_expression offsetof_expression comment type_descriptor primitive_type type_identifier
  sized_type_specifier user_defined_literal
`),
);
/** C and C++: pointers and arrays are what they hold, `*p` and `p[i]` alike; a write through one of them adds to it. */
export const C: Syntax = {
  functions: ["function_definition", "lambda_expression"],
  orderless: [],
  classes: ["class_specifier", "struct_specifier"],
  bindings: ["declaration", "assignment_expression", "for_range_loop"],
  calls: ["call_expression", "new_expression"],
  branchings: kindsIn(`
    if_statement while_statement do_statement for_statement for_range_loop case_statement catch_clause
    conditional_expression binary_expression
  `),
  returns: ["return_statement"],
  imports: [],
  self: ["this"],
  expressionOf,
  bindingsOf,
  parametersOf,
  nameOf(node) {
    if (!node.is("function_definition")) return fieldOf(node, "name")?.text();
    const declarator = declaredFunction(node)?.field("declarator");
    return declarator?.text().split("::").at(-1);
  },
  classNameOf(node) {
    const parts = declaredFunction(node)?.field("declarator")?.text().split("::") ?? [];
    return parts.length > 1 ? parts.at(-2) : undefined;
  },
  decorationOf: () => "",
  bodyValueOf: () => undefined,
  returnedBy: (node) => node.namedChildren().find((child) => !child.is("comment")),
  branchingOf,
  conditionOf,
  leaves,
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
    case "qualified_identifier":
      return { is: "name", name: node.text().replace(/^std::/, "") };
    case "field_expression":
      return { is: "member", object: node.field("argument") ?? node, name: fieldOf(node, "field")?.text() ?? "" };
    case "subscript_expression": {
      const [object, index] = [node.field("argument"), indexOf(node)];
      const key = index?.is("number_literal") ? index.text() : index && literalOf(index);
      return object ? { is: "element", object, ...(key !== undefined && { key }) } : NOTHING;
    }
    case "call_expression":
      return callOf(node);
    case "new_expression":
      return createdBy(node);
    case "binary_expression": {
      const operator = fieldOf(node, "operator")?.text() ?? "";
      const sides = [node.field("left"), node.field("right")].filter((side) => side !== null);
      // Arithmetic carries sizes, `+` also pointers and C++'s texts; what is masked is bounded by the mask.
      if (/^(?:[-*|]|<<)$/.test(operator)) return partsOf(sides);
      return operator === "+" ? partsOf(sides, true) : NOTHING;
    }
    case "unary_expression":
      return fieldOf(node, "operator")?.text() === "!" ? NOTHING : partsOf(node.namedChildren());
    case "cast_expression":
      return partsOf([node.field("value")].filter((part) => part !== null));
    case "assignment_expression":
      return partsOf([node.field("right")].filter((part) => part !== null));
    case "conditional_expression": {
      const branches = [node.field("consequence"), node.field("alternative")].filter((branch) => branch !== null);
      return { is: "either", branches };
    }
    case "initializer_list":
      return { is: "fields", fields: node.namedChildren().map(fieldIn) };
    case "lambda_expression":
      return { is: "function" };
    default:
      return partsOf(node.namedChildren().filter((child) => !child.is("comment")));
  }
}

function fieldIn(node: SgNode): { key?: string; value: SgNode } {
  const [designator, value] = node.is("initializer_pair") ? node.namedChildren() : [];
  return value ? { key: designator?.text().replace(/^\./, "") ?? "", value } : { value: node };
}

/** C++ wraps the index in a list. */
function indexOf(node: SgNode): SgNode | undefined {
  return node.field("index") ?? node.field("indices")?.namedChildren()[0];
}

function callOf(node: SgNode): Expression {
  const callee = node.field("function");
  if (!callee) return NOTHING;
  const isMember = callee.is("field_expression");
  const receiver = isMember ? callee.field("argument") : null;
  const name = (isMember ? callee.field("field")?.text() : callee.text()) ?? "";
  return {
    is: "call",
    callee,
    name: name.split("::").at(-1) ?? name,
    ...(receiver && { receiver }),
    arguments: argumentsOf(node),
  };
}

function createdBy(node: SgNode): Expression {
  const type = node.field("type");
  if (!type) return NOTHING;
  return { is: "call", callee: type, name: type.text(), creates: true, arguments: argumentsOf(node) };
}

function argumentsOf(node: SgNode): { value: SgNode }[] {
  const values = node.field("arguments")?.namedChildren() ?? [];
  return values.filter((value) => !value.is("comment")).map((value) => ({ value }));
}

function literalOf(node: SgNode): string | undefined {
  if (node.is("concatenated_string")) return node.namedChildren().map(literalOf).join("");
  return node.is("string_literal") ? node.text().replace(/^(?:u8|[LuU])?"|"$/g, "") : undefined;
}

function bindingsOf(node: SgNode): Binding[] {
  if (node.is("assignment_expression")) {
    const [target, value] = [node.field("left"), node.field("right")];
    const adds = (node.field("operator")?.text() ?? "=") !== "=";
    return target && value ? bind(target, value, { ...(adds && { adds }) }) : [];
  }
  const type = fieldOf(node, "type")?.text();
  const about: Partial<Binding> = { declares: true, ...(type !== undefined && { type }) };
  if (node.is("for_range_loop")) {
    const [name, value] = [nameIn(node.field("declarator")), node.field("right")];
    return name !== undefined && value ? [{ name, value, ...about }] : [];
  }
  return node.fieldChildren("declarator").flatMap((declarator): Binding[] => {
    const name = declarator.isNamed() ? nameIn(declarator) : undefined;
    const value = declarator.is("init_declarator") ? declarator.field("value") : undefined;
    return name === undefined ? [] : [{ name, value: value ?? declarator, ...about }];
  });
}

/** `p->x = v`, `*p = v` and `a[i] = v` add to what `p` and `a` hold. */
function bind(target: SgNode, value: SgNode, rest: Partial<Binding>): Binding[] {
  if (target.is("identifier")) return [{ ...rest, name: target.text(), value }];
  const object = target.field("argument") ?? (target.is("parenthesized_expression") ? target.child(1) : null);
  const field = target.field("field")?.text();
  if (!object) return [];
  if (object.is("this") && field !== undefined) return [{ ...rest, name: "this", value, field }];
  if (!object.is("identifier")) return bind(object, value, { ...rest, adds: true });
  return [{ ...rest, name: object.text(), value, adds: true, ...(field !== undefined && { field }) }];
}

function parametersOf(node: SgNode): Parameter[] {
  const list = declaredFunction(node)?.field("parameters")?.namedChildren() ?? [];
  return list
    .filter((each) => String(each.kind()).endsWith("parameter_declaration"))
    .flatMap((each, index): Parameter[] => {
      const name = nameIn(each.field("declarator"));
      const stars = /^[\s*&]*/.exec(each.field("declarator")?.text() ?? "")?.[0] ?? "";
      const type = `${each.field("type")?.text() ?? ""}${stars.trim() === "" ? "" : ` ${stars.trim()}`}`;
      return name === undefined ? [] : [{ name, index, type, annotations: "" }];
    });
}

function branchingOf(node: SgNode): Branching | undefined {
  const condition = fieldOf(node, "condition");
  const test = condition && { condition: (): Condition => conditionOf(condition) };
  const [yes, no, body] = [fieldOf(node, "consequence"), fieldOf(node, "alternative"), fieldOf(node, "body")];
  switch (String(node.kind())) {
    case "if_statement":
    case "conditional_expression":
      return { ...test, ...(yes && { yes }), ...(no && { no: [no] }) };
    case "while_statement":
    case "for_statement":
      return { ...test, ...(body && { yes: body }), loops: true };
    case "do_statement":
    case "for_range_loop":
      return { ...(body && { yes: body }), loops: true };
    case "binary_expression": {
      const [left, right] = [node.field("left"), node.field("right")];
      const operator = fieldOf(node, "operator")?.text() ?? "";
      if (!left || !right || !/^(?:&&|\|\|)$/.test(operator)) return undefined;
      const part = (): Condition => conditionOf(left);
      return { condition: operator === "&&" ? part : () => ({ is: "not", part: part() }), yes: right };
    }
    default:
      return { yes: node };
  }
}

function conditionOf(node: SgNode): Condition {
  const operator = node.field("operator")?.text() ?? "";
  const [left, right] = [node.field("left"), node.field("right")];
  if (/^(?:parenthesized_expression|condition_clause)$/.test(String(node.kind()))) {
    const value = node.namedChildren().findLast((child) => !child.is("comment"));
    return value ? conditionOf(value) : { is: "value", value: node };
  }
  const operand = node.field("argument");
  if (node.is("unary_expression") && operator === "!" && operand) return { is: "not", part: conditionOf(operand) };
  if (!node.is("binary_expression") || !left || !right) return { is: "value", value: node };
  if (operator === "&&" || operator === "||")
    return { is: operator === "&&" ? "and" : "or", parts: [conditionOf(left), conditionOf(right)] };
  const isNothing = /^(?:NULL|nullptr|0)$/.test(right.text());
  if (operator === "==" && isNothing) return { is: "not", part: conditionOf(left) };
  if (operator === "!=" && isNothing) return conditionOf(left);
  if (operator === "==") return { is: "equal", left, right };
  if (operator === "!=") return { is: "not", part: { is: "equal", left, right } };
  if (/^>=?$/.test(operator) && /^-?[01]$/.test(right.text())) return { is: "value", value: left };
  return orderOf(operator, left, right) ?? { is: "value", value: node };
}

/** Whether the last thing that a statement or block does is to leave. */
function leaves(block: SgNode): boolean {
  let node: SgNode | undefined = block;
  for (let depth = 0; node && depth < 5; depth += 1) {
    if (LEAVING.has(String(node.kind()))) return true;
    if (node.is("expression_statement"))
      return LAST_CALL.test(
        node
          .text()
          .slice(0, 80)
          .replace(/^\(void\)\s*/, ""),
      );
    if (!node.is("compound_statement") && !node.is("else_clause") && !node.is("labeled_statement")) return false;
    node = node.namedChildren().findLast((child) => !child.is("comment"));
  }
  return false;
}
