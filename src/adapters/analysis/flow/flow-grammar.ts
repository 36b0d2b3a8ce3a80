import { familyOf, type Language } from "../../../core/language.ts";

/** How a language binds and composes values, as far as following them back needs. Node kinds and fields are tree-sitter's. */
export type FlowGrammar = {
  /** Nodes that open a scope of names. */
  functions: readonly string[];
  /** Nodes that give a name a value: the fields (or, as numbers, named children) of the target and of the value. */
  bindings: Readonly<Record<string, readonly [target: string | number, value: string | number]>>;
  /** Bindings whose name belongs to their own function; the others may give a value to a name of a function around it. */
  locals: readonly string[];
  /** Bindings that keep the old value as well: `+=`. */
  additions: readonly string[];
  /** The field of a function that holds its parameters, seen from the function node; C nests it in the declarator. */
  parameterLists: readonly string[];
  names: readonly string[];
  /** `a.b`: object and last name. */
  members: Readonly<Record<string, readonly [object: string, name: string]>>;
  calls: readonly string[];
  constants: readonly string[];
  /** Their value is true or false, whatever went in. */
  conditions: readonly string[];
  /** `a if b else c`: the field or named child that only chooses. */
  choices: Readonly<Record<string, string | number>>;
  /** `f(x) for x in xs`: only the first child makes the value. */
  comprehensions: readonly string[];
  /** Blocks: a binding in a block that encloses a use has certainly happened before it. */
  blocks: readonly string[];
  /** Functions that write into their first argument. */
  writers?: RegExp;
};

const PYTHON: FlowGrammar = {
  functions: ["function_definition", "lambda"],
  bindings: {
    assignment: ["left", "right"],
    augmented_assignment: ["left", "right"],
    named_expression: ["name", "value"],
    for_statement: ["left", "right"],
    for_in_clause: ["left", "right"],
    as_pattern: ["alias", 0],
  },
  locals: ["assignment", "augmented_assignment", "named_expression", "for_statement", "for_in_clause", "as_pattern"],
  additions: ["augmented_assignment"],
  parameterLists: ["parameters", "lambda_parameters"],
  names: ["identifier"],
  members: { attribute: ["object", "attribute"] },
  calls: ["call"],
  constants: [
    "integer",
    "float",
    "true",
    "false",
    "none",
    "string_content",
    "string_start",
    "string_end",
    "format_specifier",
    "type_conversion",
    "comment",
  ],
  conditions: ["comparison_operator", "not_operator"],
  choices: { conditional_expression: 1 },
  comprehensions: ["list_comprehension", "generator_expression", "set_comprehension"],
  blocks: ["block", "module"],
};

const JAVASCRIPT: FlowGrammar = {
  functions: [
    "function_declaration",
    "function_expression",
    "arrow_function",
    "method_definition",
    "generator_function",
    "generator_function_declaration",
  ],
  bindings: {
    variable_declarator: ["name", "value"],
    assignment_expression: ["left", "right"],
    augmented_assignment_expression: ["left", "right"],
    for_in_statement: ["left", "right"],
  },
  locals: ["variable_declarator"],
  additions: ["augmented_assignment_expression"],
  parameterLists: ["formal_parameters", "identifier"],
  names: ["identifier", "shorthand_property_identifier"],
  members: { member_expression: ["object", "property"] },
  calls: ["call_expression", "new_expression"],
  constants: [
    "number",
    "true",
    "false",
    "null",
    "undefined",
    "string",
    "string_fragment",
    "escape_sequence",
    "regex",
    "comment",
  ],
  conditions: [],
  choices: { ternary_expression: "condition" },
  comprehensions: [],
  blocks: ["statement_block", "program"],
};

const JAVA: FlowGrammar = {
  functions: ["method_declaration", "constructor_declaration", "lambda_expression"],
  bindings: {
    variable_declarator: ["name", "value"],
    assignment_expression: ["left", "right"],
    enhanced_for_statement: ["name", "value"],
    resource: ["name", "value"],
  },
  locals: ["variable_declarator", "enhanced_for_statement", "resource"],
  additions: [],
  parameterLists: ["formal_parameters", "inferred_parameters"],
  names: ["identifier"],
  members: { field_access: ["object", "field"] },
  calls: ["method_invocation", "object_creation_expression"],
  constants: [
    "decimal_integer_literal",
    "hex_integer_literal",
    "decimal_floating_point_literal",
    "true",
    "false",
    "null_literal",
    "character_literal",
    "string_literal",
    "line_comment",
    "block_comment",
    "class_literal",
  ],
  conditions: ["instanceof_expression"],
  choices: { ternary_expression: "condition" },
  comprehensions: [],
  blocks: ["block", "constructor_body", "class_body", "program"],
};

const GO: FlowGrammar = {
  functions: ["function_declaration", "method_declaration", "func_literal"],
  bindings: {
    short_var_declaration: ["left", "right"],
    assignment_statement: ["left", "right"],
    var_spec: ["name", "value"],
    const_spec: ["name", "value"],
    range_clause: ["left", "right"],
  },
  locals: ["short_var_declaration", "var_spec", "const_spec"],
  additions: [],
  parameterLists: ["parameter_list"],
  names: ["identifier"],
  members: { selector_expression: ["operand", "field"] },
  calls: ["call_expression"],
  constants: [
    "int_literal",
    "float_literal",
    "rune_literal",
    "true",
    "false",
    "nil",
    "interpreted_string_literal",
    "raw_string_literal",
    "comment",
  ],
  conditions: [],
  choices: {},
  comprehensions: [],
  blocks: ["block", "source_file"],
};

const C: FlowGrammar = {
  functions: ["function_definition", "lambda_expression"],
  bindings: { init_declarator: ["declarator", "value"], assignment_expression: ["left", "right"] },
  locals: ["init_declarator"],
  additions: [],
  parameterLists: ["parameter_list"],
  names: ["identifier"],
  members: { field_expression: ["argument", "field"] },
  calls: ["call_expression"],
  constants: [
    "number_literal",
    "char_literal",
    "string_literal",
    "true",
    "false",
    "null",
    "comment",
    "sizeof_expression",
  ],
  conditions: [],
  choices: { conditional_expression: "condition" },
  comprehensions: [],
  blocks: ["compound_statement", "translation_unit"],
  writers:
    /^(?:std::)?(?:v?sn?printf|strn?cpy|strn?cat|strlcpy|strlcat|stpcpy|memcpy|memmove|fgets|gets|getline|read|recv|fread|v?asprintf|scanf)$/,
};

const BY_FAMILY: Readonly<Record<string, FlowGrammar>> = {
  python: PYTHON,
  typescript: JAVASCRIPT,
  java: JAVA,
  go: GO,
  c: C,
};

export function flowGrammar(language: Language): FlowGrammar | undefined {
  return BY_FAMILY[familyOf(language)];
}
