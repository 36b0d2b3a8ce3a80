import type { SgNode } from "../parse.ts";
import type { Definitions } from "./definitions.ts";
import type { FlowGrammar } from "./flow-grammar.ts";

/** How far names are followed through their definitions. */
const MAX_STEPS = 8;
/** Nesting goes as deep as there are nodes, and the stack must hold it. */
const MAX_NODES = 1500;
/** Named as a constant: a value that the program fixes, wherever it is bound. */
const CONSTANT_NAME = /^_{0,2}[A-Z][A-Z0-9_]*$/;

/** `request.GET` is in capitals too. */
const REQUEST = /\brequest$/;

/**
 * Whether a value is made of anything but constants: literals, names in capitals, names that are only given constants,
 * lookups in constant tables, conditions, and methods of constants on constants (`", ".join(COLUMNS)`). Whatever can't be
 * resolved varies; `isClean` says which nodes count as constant besides.
 */
export function isVarying(
  start: SgNode,
  grammar: FlowGrammar,
  definitions: Definitions,
  isClean: (node: SgNode) => boolean,
): boolean {
  let budget = MAX_NODES;
  const seen = new Set<number>();
  const named = (node: SgNode, steps: number): boolean => {
    const reaching = definitions.reaching(node);
    if (reaching.length === 0) return !CONSTANT_NAME.test(node.text());
    return reaching.some((definition) => {
      if (!definition.value || steps === 0) return true;
      if (seen.has(definition.value.id())) return false;
      seen.add(definition.value.id());
      return varies(definition.value, steps - 1);
    });
  };
  const varies = (node: SgNode, steps: number): boolean => {
    budget -= 1;
    const kind = String(node.kind());
    if (budget <= 0) return true;
    if (grammar.constants.includes(kind) || grammar.conditions.includes(kind) || isClean(node)) return false;
    if (grammar.names.includes(kind)) return named(node, steps);
    const member = grammar.members[kind];
    if (member) {
      const object = node.field(member[0]);
      const fixed = CONSTANT_NAME.test(node.field(member[1])?.text() ?? "") && !REQUEST.test(object?.text() ?? "");
      return !fixed && (object?.is("call") === true || named(node, steps));
    }
    if (grammar.calls.includes(kind)) return callVaries(node, steps);
    if (grammar.comprehensions.includes(kind)) return varies(node.namedChildren()[0] ?? node, steps);
    const chooser = grammar.choices[kind];
    const skipped =
      typeof chooser === "number"
        ? node.namedChildren()[chooser]
        : chooser === undefined
          ? undefined
          : node.field(chooser);
    if (/subscript|index_expression/.test(kind)) return varies(node.namedChildren()[0] ?? node, steps);
    return node.namedChildren().some((child) => child.id() !== skipped?.id() && varies(child, steps));
  };
  /** A method varies with its object and arguments; what a plain function returns isn't known. */
  const callVaries = (call: SgNode, steps: number): boolean => {
    const callee = call.field("function");
    const member = callee && grammar.members[String(callee.kind())];
    const object = member ? callee.field(member[0]) : call.field("object");
    if (!object || varies(object, steps)) return true;
    // What is looked up in a constant table is constant, whatever the key.
    const looksUp = member && callee?.field(member[1])?.text() === "get";
    const passed = call.field("arguments");
    const given =
      passed && grammar.comprehensions.includes(String(passed.kind())) ? [passed] : (passed?.namedChildren() ?? []);
    return given.slice(looksUp ? 1 : 0).some((argument) => varies(argument, steps));
  };
  return varies(start, MAX_STEPS);
}
