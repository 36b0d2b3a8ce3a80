import { kinds, type FactGrammar } from "../grammar.ts";

/** JavaScript, TypeScript and JSX share one table; kinds that a grammar lacks never occur. */
export const ECMASCRIPT: FactGrammar = {
  names: kinds("identifier shorthand_property_identifier shorthand_property_identifier_pattern type_identifier"),
  functions: kinds(
    "function_declaration generator_function_declaration function_expression generator_function arrow_function method_definition class_static_block",
  ),
  classes: kinds("class_declaration abstract_class_declaration class"),
  scopes: kinds(
    "statement_block for_statement for_in_statement catch_clause switch_body function_type constructor_type method_signature abstract_method_signature function_signature call_signature construct_signature interface_declaration type_alias_declaration index_signature conditional_type mapped_type_clause",
  ),
  binds: {
    function_declaration: [
      { field: "name", as: "definition", outside: true, hoist: true },
      { field: "parameters", as: "parameter" },
      { field: "type_parameters", as: "parameter" },
    ],
    generator_function_declaration: [
      { field: "name", as: "definition", outside: true, hoist: true },
      { field: "parameters", as: "parameter" },
    ],
    function_expression: [
      { field: "name", as: "definition" },
      { field: "parameters", as: "parameter" },
    ],
    generator_function: [
      { field: "name", as: "definition" },
      { field: "parameters", as: "parameter" },
    ],
    arrow_function: [
      { field: "parameters", as: "parameter" },
      { field: "parameter", as: "parameter" },
      { field: "type_parameters", as: "parameter" },
    ],
    method_definition: [
      { field: "parameters", as: "parameter" },
      { field: "type_parameters", as: "parameter" },
    ],
    class_declaration: [
      { field: "name", as: "definition", outside: true },
      { field: "type_parameters", as: "parameter" },
    ],
    abstract_class_declaration: [
      { field: "name", as: "definition", outside: true },
      { field: "type_parameters", as: "parameter" },
    ],
    class: [{ field: "name", as: "definition" }],
    interface_declaration: [
      { field: "name", as: "definition", outside: true },
      { field: "type_parameters", as: "parameter" },
    ],
    type_alias_declaration: [
      { field: "name", as: "definition", outside: true },
      { field: "type_parameters", as: "parameter" },
    ],
    enum_declaration: [{ field: "name", as: "definition" }],
    internal_module: [{ field: "name", as: "definition" }],
    function_signature: [
      { field: "name", as: "definition", outside: true },
      { field: "parameters", as: "parameter" },
    ],
    function_type: [{ field: "parameters", as: "parameter" }],
    constructor_type: [{ field: "parameters", as: "parameter" }],
    method_signature: [{ field: "parameters", as: "parameter" }],
    abstract_method_signature: [{ field: "parameters", as: "parameter" }],
    call_signature: [{ field: "parameters", as: "parameter" }],
    construct_signature: [{ field: "parameters", as: "parameter" }],
    index_signature: [{ field: "name", as: "parameter" }],
    mapped_type_clause: [{ field: "name", as: "parameter" }],
    infer_type: [{ field: "0", as: "parameter" }],
    variable_declarator: [{ field: "name", as: "local", value: "value" }],
    for_in_statement: [{ field: "left", as: "loop", needs: "kind" }],
    catch_clause: [{ field: "parameter", as: "loop" }],
  },
  patterns: {
    object_pattern: [],
    array_pattern: [],
    rest_pattern: [],
    formal_parameters: [],
    type_parameters: [],
    type_parameter: ["name"],
    required_parameter: ["pattern"],
    optional_parameter: ["pattern"],
    pair_pattern: ["value"],
    assignment_pattern: ["left"],
    object_assignment_pattern: ["left"],
  },
  skips: {
    jsx_opening_element: ["name"],
    jsx_closing_element: ["name"],
    jsx_self_closing_element: ["name"],
    method_definition: ["name"],
    type_predicate: ["name"],
    nested_type_identifier: ["name"],
  },
  ignored: kinds("import_statement export_clause"),
  assignments: {
    assignment_expression: { target: "left" },
    augmented_assignment_expression: { target: "left", augmented: true },
    update_expression: { target: "argument", augmented: true },
  },
  assignmentBinds: false,
  containers: kinds("program statement_block class_body"),
  ifs: kinds("if_statement"),
  controls: kinds(
    "for_statement for_in_statement while_statement do_statement try_statement catch_clause finally_clause switch_statement with_statement",
  ),
  cases: kinds("switch_case switch_default"),
  markers: {},
  awaits: kinds("await_expression"),
  returns: kinds("return_statement yield_expression"),
  raises: kinds("throw_statement"),
  decorators: kinds("decorator"),
  comments: kinds("comment html_comment"),
  strings: kinds("string template_string regex jsx_text template_literal_type"),
  substitutions: kinds("template_substitution template_type"),
  numbers: kinds("number"),
};
