import type { SgNode } from "../../parse.ts";
import { isLastCall } from "../syntax/c.ts";
import { nameIn } from "../syntax/c-declarators.ts";
import { openNesting, type Interval, type Nesting } from "../taint/nesting.ts";

/** A path such as `p` or `s->items[0].name` gets a value, as far as the text says so; without `value` nobody knows which. */
export type Assignment = Interval & { path: string; value: SgNode | undefined; adds: boolean };
export type Call = Interval & { id: number; name: string; arguments: SgNode[] };
/** What decides whether something runs: conditions, comparisons, `!x`, and the arguments of assertions. */
export type Test = Interval & {
  text: string;
  /** Without white space. */ squeezed: string;
  kind: "condition" | "comparison" | "assertion";
};
/** `*p`, `p[i]` or `p->x`, by the path of the pointer. */
export type Dereference = Interval & { path: string };
/** `return` and the like; `until` is where what it can't reach ends. */
export type Jump = Interval & { label: string | undefined; until: number };

/** What one function does, in source order. */
export type FunctionPlaces = Interval & {
  assignments: readonly Assignment[];
  calls: readonly Call[];
  /** Calls by the paths that they are handed; read when first asked for. */
  takers: () => ReadonlyMap<string, readonly Call[]>;
  tests: readonly Test[];
  dereferences: readonly Dereference[];
  jumps: readonly Jump[];
  loops: readonly Interval[];
  labels: ReadonlyMap<string, number>;
  /** Blocks and unbraced bodies. */
  blocks: Nesting<Interval>;
  /** Two stretches of which one runs. */
  choices: readonly (readonly [Interval, Interval])[];
};

/** A function with more of these is generated; nothing is said of it. */
const MAX_PLACES = 30_000;
const KINDS = [
  "assignment_expression",
  "init_declarator",
  "call_expression",
  "if_statement",
  "while_statement",
  "do_statement",
  "for_statement",
  "switch_statement",
  "case_statement",
  "conditional_expression",
  "binary_expression",
  "unary_expression",
  "pointer_expression",
  "field_expression",
  "subscript_expression",
  "update_expression",
  "compound_statement",
  "return_statement",
  "goto_statement",
  "break_statement",
  "continue_statement",
  "labeled_statement",
  "expression_statement",
].map((kind) => ({ kind }));
const ASSERTION = /assert|check|verify|require|ensure|expect|_if(?:_|$)|valid|warn_on|bug_on|likely/i;
const COMPARISON = /^(?:[<>]=?|[=!]=|&&|\|\|)$/;

/** @returns undefined when the function is too much. */
export function readPlaces(owner: SgNode): FunctionPlaces | undefined {
  const nodes = owner.findAll({ rule: { any: KINDS } });
  if (nodes.length > MAX_PLACES) return undefined;
  const assignments: Assignment[] = [];
  const calls: Call[] = [];
  const tests: Test[] = [];
  const loops: Interval[] = [];
  const switches: Interval[] = [];
  const blocks: Interval[] = [];
  const choices: (readonly [Interval, Interval])[] = [];
  const labels = new Map<string, number>();
  const jumping: { node: SgNode; kind: string }[] = [];
  const dereferences: Dereference[] = [];
  const addTest = (node: SgNode | null, kind: Test["kind"] = "condition"): void =>
    void (node && tests.push({ ...rangeOf(node), ...textsOf(node), kind }));
  const addDereference = (node: SgNode): void => {
    const pointer = node.field("argument");
    if (pointer) dereferences.push({ ...rangeOf(pointer), path: pathText(pointer) });
  };

  for (const node of nodes) {
    const kind = String(node.kind());
    const at = rangeOf(node);
    switch (kind) {
      case "assignment_expression": {
        const [left, value] = [node.field("left"), node.field("right")];
        const adds = (node.field("operator")?.text() ?? "=") !== "=";
        if (left) assignments.push({ ...at, path: pathText(left), value: value ?? undefined, adds });
        break;
      }
      case "init_declarator": {
        const name = nameIn(node);
        if (name !== undefined)
          assignments.push({ ...at, path: name, value: node.field("value") ?? undefined, adds: false });
        break;
      }
      case "call_expression": {
        const name = node.field("function")?.text() ?? "";
        const given = (node.field("arguments")?.namedChildren() ?? []).filter((each) => !each.is("comment"));
        calls.push({ ...at, id: node.id(), name, arguments: given });
        if (ASSERTION.test(name)) addTest(node.field("arguments"), "assertion");
        break;
      }
      case "conditional_expression":
      case "if_statement": {
        const [yes, no] = [node.field("consequence"), node.field("alternative")];
        addTest(node.field("condition"));
        if (kind === "if_statement") blocks.push(...[yes, no].filter((each) => each !== null).map(rangeOf));
        if (yes && no) choices.push([rangeOf(yes), rangeOf(no)]);
        break;
      }
      case "while_statement":
      case "do_statement":
      case "for_statement": {
        const body = node.field("body");
        addTest(node.field("condition"));
        loops.push(at);
        if (body) blocks.push(rangeOf(body));
        break;
      }
      case "switch_statement":
        addTest(node.field("condition"));
        switches.push(at);
        break;
      case "binary_expression":
        if (COMPARISON.test(node.field("operator")?.text() ?? "")) addTest(node, "comparison");
        break;
      case "unary_expression":
        if (node.field("operator")?.text() === "!") addTest(node);
        break;
      case "pointer_expression":
        // Whoever gets the address may write.
        if (node.field("operator")?.text() === "&")
          assignments.push({ ...at, path: pathText(node.field("argument") ?? node), value: undefined, adds: true });
        else addDereference(node);
        break;
      case "subscript_expression":
        addDereference(node);
        break;
      case "field_expression":
        if (node.field("operator")?.text() === "->") addDereference(node);
        break;
      case "update_expression":
        assignments.push({ ...at, path: pathText(node.field("argument") ?? node), value: undefined, adds: true });
        break;
      case "compound_statement":
      case "case_statement":
        blocks.push(at);
        break;
      case "labeled_statement":
        labels.set(node.field("label")?.text() ?? "", at.start);
        break;
      case "expression_statement":
        if (isLastCall(node.text())) jumping.push({ node, kind });
        break;
      default:
        jumping.push({ node, kind });
    }
  }
  const nesting = openNesting(blocks);
  const breakable = openNesting([...loops, ...switches]);
  const looping = openNesting(loops);
  const jumps = jumping.map(({ node, kind }): Jump => {
    const at = rangeOf(node);
    const left = kind === "break_statement" ? breakable : kind === "continue_statement" ? looping : undefined;
    const until = left?.at(at.start)?.end ?? Infinity;
    return { ...at, until, label: kind === "goto_statement" ? node.field("label")?.text() : undefined };
  });
  let takers: Map<string, Call[]> | undefined;
  return {
    ...rangeOf(owner),
    takers: () => (takers ??= byArgument(calls)),
    assignments,
    calls,
    tests,
    dereferences,
    jumps,
    loops,
    labels,
    blocks: nesting,
    choices,
  };
}

function textsOf(node: SgNode): { text: string; squeezed: string } {
  const text = node.text();
  return { text, squeezed: text.replace(/\s+/g, "") };
}

function byArgument(calls: readonly Call[]): Map<string, Call[]> {
  const all = new Map<string, Call[]>();
  for (const call of calls) {
    for (const path of new Set(call.arguments.map(pathText))) {
      const others = all.get(path);
      if (others) others.push(call);
      else all.set(path, [call]);
    }
  }
  return all;
}

/** As written, without white space, casts around it or parentheses: `p`, `s->items[i]`. */
export function pathText(node: SgNode): string {
  let inner: SgNode | null = node;
  for (let depth = 0; inner && depth < 6; depth += 1) {
    if (inner.is("cast_expression")) inner = inner.field("value");
    else if (inner.is("parenthesized_expression")) inner = inner.namedChildren()[0] ?? null;
    else break;
  }
  return (inner ?? node).text().slice(0, 200).replace(/\s+/g, "");
}

export function rangeOf(node: SgNode): Interval {
  const { start, end } = node.range();
  return { start: start.index, end: end.index };
}
