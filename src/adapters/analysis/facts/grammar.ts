/** What becomes of a name that is bound. Only locals can be unread; parameters, loop variables and imports are bound by others' will. */
export type VariableKind = "local" | "parameter" | "loop" | "import" | "definition";

/** A field of a node that binds names. `hoist` = in the nearest function; `outside` = around the scope that the node opens; `value` = assigned only when this field is there; `only` = only a target of this kind; `needs` = only when this field is there. */
export type Binding = {
  field: string;
  as: VariableKind;
  hoist?: boolean;
  outside?: boolean;
  value?: string;
  only?: string;
  needs?: string;
};

/**
 * What facts need to know of a grammar, as data: node kinds and fields.
 *
 * Kinds that stand in no table are walked through; leaves of `names` are uses unless a table says otherwise.
 */
export type FactGrammar = {
  /** Leaves that stand for a name. */
  names: ReadonlySet<string>;
  /** Kinds that open a function's scope, with the field of their body. */
  functions: ReadonlySet<string>;
  classes: ReadonlySet<string>;
  /** Kinds that open a scope of their own besides: blocks, loops, comprehensions, prototypes. */
  scopes: ReadonlySet<string>;
  binds: Readonly<Record<string, readonly Binding[]>>;
  /** Where a pattern or declarator holds the names that it binds; the rest of it is used as usual. An empty list = in all children. */
  patterns: Readonly<Record<string, readonly string[]>>;
  /** Fields whose names are no uses: properties, keywords, labels. */
  skips: Readonly<Record<string, readonly string[]>>;
  /** Kinds of which nothing is used: labels, module paths. */
  ignored: ReadonlySet<string>;
  /** Assignments to what is there already: the field of the target; the first child where there is none. */
  assignments: Readonly<Record<string, { target?: string; augmented?: boolean }>>;
  /** Does an assignment to a plain name bind it (Python)? */
  assignmentBinds: boolean;
  /** Lists of statements. */
  containers: ReadonlySet<string>;
  ifs: ReadonlySet<string>;
  /** Control structures with one body, and clauses (`except`, `catch`, `finally`): header = everything before the body. */
  controls: ReadonlySet<string>;
  /** `case x:`: header = everything before the colon or arrow. */
  cases: ReadonlySet<string>;
  /** Kinds that only lend a word to the nesting: `defer`, `go`. */
  markers: Readonly<Record<string, string>>;
  awaits: ReadonlySet<string>;
  returns: ReadonlySet<string>;
  raises: ReadonlySet<string>;
  decorators: ReadonlySet<string>;
  comments: ReadonlySet<string>;
  strings: ReadonlySet<string>;
  /** Parts of a string that are code again. */
  substitutions: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
};

export const kinds = (...names: string[]): ReadonlySet<string> => new Set(names.flatMap((name) => name.split(" ")));
