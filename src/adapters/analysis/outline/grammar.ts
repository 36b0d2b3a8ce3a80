import type { Definition } from "../../../core/analysis.ts";
import type { OutlinedLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import { OPTIONAL_GRAMMARS } from "./optional-grammars.ts";

/** What an outline needs to know of a grammar: node kinds, and for calls the field that holds the callee (empty = the first named child). */
export type OutlineGrammar = {
  /** Node kinds that define a name; an `owner` only lends its name to what stands inside. */
  definitions: Readonly<Record<string, Definition["kind"] | "owner">>;
  /** Functions and classes as values: they are named by the place where they are put. */
  values: readonly string[];
  calls: Readonly<Record<string, string>>;
  imports: readonly string[];
  /** Decorators and annotations. */
  decorators: readonly string[];
  comments: readonly string[];
  /** How a definition names itself, where its field `name` does not tell. */
  named?: (definition: SgNode) => string[] | undefined;
};

const ECMASCRIPT: OutlineGrammar = {
  definitions: {
    function_declaration: "function",
    generator_function_declaration: "function",
    method_definition: "method",
    class_declaration: "class",
  },
  values: ["arrow_function", "function_expression", "generator_function", "class"],
  calls: { call_expression: "function", new_expression: "constructor" },
  imports: ["import_statement", "export_statement"],
  decorators: ["decorator"],
  comments: ["comment"],
};

const TYPESCRIPT: OutlineGrammar = {
  ...ECMASCRIPT,
  definitions: {
    ...ECMASCRIPT.definitions,
    abstract_class_declaration: "class",
    interface_declaration: "type",
    type_alias_declaration: "type",
    enum_declaration: "type",
    internal_module: "owner",
    module: "owner",
  },
};

const C: OutlineGrammar = {
  definitions: {
    function_definition: "function",
    preproc_function_def: "function",
    struct_specifier: "type",
    union_specifier: "type",
    enum_specifier: "type",
    type_definition: "type",
  },
  values: [],
  calls: { call_expression: "function" },
  imports: ["preproc_include"],
  decorators: [],
  comments: ["comment"],
};

export const OUTLINE_GRAMMARS: Readonly<Record<OutlinedLanguage, OutlineGrammar>> = {
  python: {
    definitions: { function_definition: "function", class_definition: "class" },
    values: ["lambda"],
    calls: { call: "function" },
    imports: ["import_statement", "import_from_statement", "future_import_statement"],
    decorators: ["decorator"],
    comments: ["comment"],
  },
  javascript: ECMASCRIPT,
  typescript: TYPESCRIPT,
  tsx: TYPESCRIPT,
  java: {
    definitions: {
      method_declaration: "method",
      constructor_declaration: "method",
      compact_constructor_declaration: "method",
      class_declaration: "class",
      record_declaration: "class",
      enum_declaration: "class",
      interface_declaration: "class",
      annotation_type_declaration: "type",
    },
    values: ["lambda_expression"],
    calls: {
      method_invocation: "name",
      object_creation_expression: "type",
      explicit_constructor_invocation: "constructor",
    },
    imports: ["import_declaration"],
    decorators: ["annotation", "marker_annotation"],
    comments: ["line_comment", "block_comment"],
  },
  go: {
    definitions: {
      function_declaration: "function",
      method_declaration: "method",
      type_spec: "type",
      type_alias: "type",
    },
    values: ["func_literal"],
    calls: { call_expression: "function" },
    imports: ["import_spec"],
    decorators: [],
    comments: ["comment"],
  },
  c: C,
  cpp: {
    ...C,
    definitions: {
      ...C.definitions,
      class_specifier: "class",
      struct_specifier: "class",
      namespace_definition: "owner",
      alias_declaration: "type",
    },
    values: ["lambda_expression"],
    calls: { call_expression: "function", new_expression: "type" },
  },
  ...OPTIONAL_GRAMMARS,
};
