import type { OptionalLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import type { OutlineGrammar } from "./grammar.ts";
import { tight } from "./names.ts";

/** The grammars of the optional packages. Functions as values have no names here: they belong to the code around them. */
export const OPTIONAL_GRAMMARS: Readonly<Record<OptionalLanguage, OutlineGrammar>> = {
  rust: {
    definitions: {
      function_item: "function",
      function_signature_item: "function",
      macro_definition: "function",
      impl_item: "class",
      trait_item: "class",
      struct_item: "type",
      enum_item: "type",
      union_item: "type",
      type_item: "type",
      mod_item: "owner",
    },
    values: [],
    // What stands in a macro's arguments is no syntax to the grammar, so calls there are not seen.
    calls: { call_expression: "function", macro_invocation: "macro" },
    imports: ["use_declaration", "extern_crate_declaration"],
    decorators: ["attribute_item"],
    comments: ["line_comment", "block_comment"],
    named: (node) => (node.kind() === "impl_item" ? implemented(node) : nameField(node)),
  },
  ruby: {
    definitions: { method: "function", singleton_method: "function", class: "class", module: "class" },
    values: [],
    calls: { call: "method" },
    // `require` is a call.
    imports: [],
    decorators: [],
    comments: ["comment"],
  },
  php: {
    definitions: {
      function_definition: "function",
      method_declaration: "method",
      class_declaration: "class",
      interface_declaration: "class",
      trait_declaration: "class",
      enum_declaration: "class",
    },
    values: [],
    calls: {
      function_call_expression: "function",
      member_call_expression: "name",
      nullsafe_member_call_expression: "name",
      scoped_call_expression: "name",
      object_creation_expression: "",
    },
    imports: ["namespace_use_declaration"],
    decorators: [],
    comments: ["comment"],
  },
  csharp: {
    definitions: {
      method_declaration: "method",
      constructor_declaration: "method",
      destructor_declaration: "method",
      local_function_statement: "function",
      class_declaration: "class",
      record_declaration: "class",
      struct_declaration: "class",
      interface_declaration: "class",
      enum_declaration: "type",
      delegate_declaration: "type",
      namespace_declaration: "owner",
    },
    values: [],
    calls: { invocation_expression: "function", object_creation_expression: "type" },
    imports: ["using_directive"],
    decorators: [],
    comments: ["comment"],
  },
  kotlin: {
    definitions: {
      function_declaration: "function",
      secondary_constructor: "method",
      class_declaration: "class",
      object_declaration: "class",
      companion_object: "class",
      type_alias: "type",
    },
    values: [],
    calls: { call_expression: "" },
    imports: ["import_header"],
    decorators: [],
    comments: ["line_comment", "multiline_comment"],
    named: (node) =>
      node.kind() === "secondary_constructor" ? ["constructor"] : nameAmong(node, /^(simple|type)_identifier$/),
  },
  swift: {
    definitions: {
      function_declaration: "function",
      protocol_function_declaration: "function",
      init_declaration: "method",
      class_declaration: "class",
      protocol_declaration: "class",
      typealias_declaration: "type",
    },
    values: [],
    calls: { call_expression: "" },
    imports: ["import_declaration"],
    decorators: [],
    comments: ["comment", "multiline_comment"],
    named: (node) => (node.kind() === "init_declaration" ? ["init"] : nameField(node)),
  },
  scala: {
    definitions: {
      function_definition: "function",
      function_declaration: "function",
      class_definition: "class",
      object_definition: "class",
      trait_definition: "class",
      enum_definition: "class",
      type_definition: "type",
    },
    values: [],
    calls: { call_expression: "function", instance_expression: "" },
    imports: ["import_declaration"],
    decorators: [],
    comments: ["comment", "block_comment"],
  },
};

function nameField(node: SgNode): string[] | undefined {
  const name = node.field("name");
  return name ? [tight(name.text())] : undefined;
}

/** Kotlin's grammar has no fields: the first child of the kind is the name. */
function nameAmong(node: SgNode, kind: RegExp): string[] | undefined {
  const name = node.namedChildren().find((child) => kind.test(String(child.kind())));
  return name && [tight(name.text())];
}

/** `impl Store for Wrapper<T>` belongs to `Wrapper`. */
function implemented(node: SgNode): string[] | undefined {
  const type = node.field("type");
  const named = type?.kind() === "generic_type" ? type.field("type") : type;
  return named ? [tight(named.text()).split("::").at(-1) ?? ""] : undefined;
}
