import { kinds, type FactGrammar } from "../grammar.ts";

export const JAVA: FactGrammar = {
  names: kinds("identifier type_identifier"),
  functions: kinds(
    "method_declaration constructor_declaration compact_constructor_declaration lambda_expression static_initializer",
  ),
  classes: kinds(
    "class_declaration record_declaration enum_declaration interface_declaration annotation_type_declaration",
  ),
  scopes: kinds(
    "block constructor_body for_statement enhanced_for_statement catch_clause try_with_resources_statement switch_block class_body",
  ),
  binds: {
    method_declaration: [
      { field: "name", as: "definition", outside: true },
      { field: "parameters", as: "parameter" },
      { field: "type_parameters", as: "parameter" },
    ],
    constructor_declaration: [
      { field: "name", as: "definition", outside: true },
      { field: "parameters", as: "parameter" },
      { field: "type_parameters", as: "parameter" },
    ],
    compact_constructor_declaration: [{ field: "name", as: "definition", outside: true }],
    lambda_expression: [{ field: "parameters", as: "parameter" }],
    class_declaration: [
      { field: "name", as: "definition", outside: true },
      { field: "type_parameters", as: "parameter" },
    ],
    record_declaration: [
      { field: "name", as: "definition", outside: true },
      { field: "parameters", as: "parameter" },
      { field: "type_parameters", as: "parameter" },
    ],
    enum_declaration: [{ field: "name", as: "definition", outside: true }],
    interface_declaration: [
      { field: "name", as: "definition", outside: true },
      { field: "type_parameters", as: "parameter" },
    ],
    annotation_type_declaration: [{ field: "name", as: "definition", outside: true }],
    enum_constant: [{ field: "name", as: "definition" }],
    variable_declarator: [{ field: "name", as: "local", value: "value" }],
    enhanced_for_statement: [{ field: "name", as: "loop" }],
    resource: [{ field: "name", as: "loop" }],
    catch_formal_parameter: [{ field: "name", as: "loop" }],
    instanceof_expression: [{ field: "name", as: "loop", hoist: true }],
    type_pattern: [{ field: "1", as: "loop", hoist: true }],
  },
  patterns: {
    formal_parameters: [],
    inferred_parameters: [],
    formal_parameter: ["name"],
    spread_parameter: ["variable_declarator"],
    variable_declarator: ["name"],
    type_parameters: [],
    type_parameter: ["0"],
  },
  skips: {
    field_access: ["field"],
    element_value_pair: ["key"],
    labeled_statement: ["0"],
    break_statement: ["0"],
    continue_statement: ["0"],
    method_reference: ["1"],
    scoped_type_identifier: ["1"],
    scoped_identifier: ["name"],
  },
  ignored: kinds("package_declaration import_declaration switch_label"),
  assignments: { assignment_expression: { target: "left" }, update_expression: { augmented: true } },
  assignmentBinds: false,
  containers: kinds("program block constructor_body class_body interface_body enum_body enum_body_declarations"),
  ifs: kinds("if_statement"),
  controls: kinds(
    "for_statement enhanced_for_statement while_statement do_statement try_statement try_with_resources_statement catch_clause finally_clause switch_expression synchronized_statement",
  ),
  cases: kinds("switch_block_statement_group switch_rule"),
  markers: {},
  awaits: kinds(),
  returns: kinds("return_statement yield_statement"),
  raises: kinds("throw_statement assert_statement"),
  decorators: kinds("annotation marker_annotation"),
  comments: kinds("line_comment block_comment"),
  strings: kinds("string_literal character_literal"),
  substitutions: kinds("string_interpolation template_expression"),
  numbers: kinds(
    "decimal_integer_literal hex_integer_literal octal_integer_literal binary_integer_literal decimal_floating_point_literal hex_floating_point_literal",
  ),
};
