import type { SgNode } from "../../parse.ts";

/** What an expression is, as far as values travel through it. Every language's tree is seen as these and nothing else. */
export type Expression =
  /** Its value is the program's own, or can't carry text: literals, numbers, comparisons. */
  | { is: "constant" }
  | { is: "name"; name: string }
  | { is: "member"; object: SgNode; name: string }
  /** `a[k]`; `key` when it is a literal. What chooses is not carried. */
  | { is: "element"; object: SgNode; key?: string }
  | Call
  /** Made of all its parts, in order; `text`: joined to one text, so that the first part is its beginning. */
  | { is: "parts"; parts: SgNode[]; text?: boolean }
  /** One of several. */
  | { is: "either"; branches: SgNode[] }
  /** An object or dictionary; without `key` the value is spread into it or its key is computed. */
  | { is: "fields"; fields: { key?: string; value: SgNode }[] }
  | { is: "function" };

export type Call = {
  is: "call";
  /** What is called, without arguments: a name, a member, a type. */
  callee: SgNode;
  /** The last name of the callee. */
  name: string;
  receiver?: SgNode;
  /** `new T()`. */
  creates?: boolean;
  arguments: { value: SgNode; name?: string; spread?: boolean }[];
};

/** A name that gets a value. */
export type Binding = {
  name: string;
  value: SgNode;
  /** `this.x = …`: the field of the own object; `name` is then `this`. Also `o.x = …` of a local. */
  field?: string;
  /** What of the value it gets: a key, or a place in a list. */
  select?: string | number;
  /** The old value stays as well: `+=`, `list[i] = …`. */
  adds?: boolean;
  /** The statement declares the name in its own function; else the name may belong to a function around it. */
  declares?: boolean;
  /** The declared type, if any. */
  type?: string;
};

export type Parameter = {
  name: string;
  /** Its place among those that a caller fills. */
  index: number;
  select?: string;
  type?: string;
  /** Decorators or annotations on the parameter itself, as written. */
  annotations: string;
  /** It takes all further arguments. */
  rest?: boolean;
};

export type Condition =
  | { is: "not"; part: Condition }
  | { is: "and" | "or"; parts: Condition[] }
  | { is: "equal"; left: SgNode; right: SgNode }
  | { is: "in"; item: SgNode; container: SgNode }
  /** `less < more`, or not greater. */
  | { is: "order"; less: SgNode; more: SgNode }
  /** Of a type: `instanceof`. */
  | { is: "type"; value: SgNode }
  | { is: "value"; value: SgNode };

/**
 * What runs only sometimes. The condition holds in `yes` and not in `no`; a loop's or a catch's body is a `yes` without one.
 * `condition` is read when somebody asks.
 */
export type Branching = { condition?: () => Condition; yes?: SgNode; no?: SgNode[]; loops?: boolean };

/** One language as the flow engine sees it. Node kinds and fields are those of its tree-sitter grammar. */
export type Syntax = {
  /** Nodes that open a scope of names. */
  functions: readonly string[];
  /** Of these, those whose bindings hold wherever they stand in it: comprehensions. */
  orderless: readonly string[];
  classes: readonly string[];
  bindings: readonly string[];
  calls: readonly string[];
  branchings: readonly string[];
  returns: readonly string[];
  imports: readonly string[];
  /** How a method names its own object; Go's is the receiver. */
  self: readonly string[];
  expressionOf(node: SgNode): Expression;
  bindingsOf(node: SgNode): Binding[];
  /** Parameters, with Go's receiver as `self`. */
  parametersOf(node: SgNode): Parameter[];
  /** A function's or class's own name. What is bound to a name is known by its binding. */
  nameOf(node: SgNode): string | undefined;
  classNameOf?(node: SgNode): string | undefined;
  /** What stands before a definition to register it: decorators, annotations. */
  decorationOf(node: SgNode): string;
  /** The value of a function whose body is an expression. */
  bodyValueOf(node: SgNode): SgNode | undefined;
  returnedBy(node: SgNode): SgNode | undefined;
  branchingOf(node: SgNode): Branching | undefined;
  conditionOf(node: SgNode): Condition;
  /** Whether control always leaves through this block: it ends in a return, a throw or the like. */
  leaves(block: SgNode): boolean;
  /** Local names by what they stand for: `np` is `numpy`, `run` is `subprocess.run`. */
  importsOf(node: SgNode): { local: string; means: string }[];
  /** The text of a string literal, or of the literal that a text begins with. */
  literalOf(node: SgNode): string | undefined;
};

/** Calls after which nothing follows. */
const LAST_CALL =
  /^(?:(?:sys|os|process)\.)?(?:_?exit|abort)\(|^(?:log|logger)\.Fatal|^panic\(|^System\.exit\(|\bexit\(\)?$/;

export const NOTHING: Expression = { is: "constant" };

export function partsOf(parts: SgNode[], text?: boolean): Expression {
  return text ? { is: "parts", parts, text } : { is: "parts", parts };
}

/** Node kinds, written with white space between them. */
export function kindsIn(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** `<` and its kin as one, for those languages that write them alike. */
export function orderOf(operator: string, left: SgNode, right: SgNode): Condition | undefined {
  if (/^<=?$/.test(operator)) return { is: "order", less: left, more: right };
  return /^>=?$/.test(operator) ? { is: "order", less: right, more: left } : undefined;
}

/** The field, or nothing. */
export function fieldOf(node: SgNode, name: string): SgNode | undefined {
  return node.field(name) ?? undefined;
}

/** Whether the last thing that a block does is to leave. */
export function lastLeaves(block: SgNode, kinds: ReadonlySet<string>): boolean {
  let node: SgNode | undefined = block;
  for (let depth = 0; node && depth < 4; depth += 1) {
    const kind = String(node.kind());
    if (kinds.has(kind)) return true;
    if (/^expression_statement$|^call_expression$/.test(kind)) return LAST_CALL.test(node.text().slice(0, 60));
    if (!/block|clause|statement_list/.test(kind)) return false;
    node = node.children().findLast((child) => child.isNamed() && !/comment/.test(String(child.kind())));
  }
  return false;
}
