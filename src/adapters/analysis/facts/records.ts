import { argumentsOf, calleeOf } from "../outline/callee.ts";
import { OUTLINE_GRAMMARS } from "../outline/grammar.ts";
import { spanOfNodes } from "../span-of-node.ts";
import { placeOf } from "../outline/values.ts";
import type { SgNode } from "../parse.ts";
import { contentsOf } from "./strings.ts";
import { stepOf, textOf, type Place, type WalkState } from "./walk-state.ts";

/** More calls than any unit has; a hostile file must not make facts of its own size. */
const CALLS_LIMIT = 20_000;

export function recordFlow(node: SgNode, kind: string, place: Place, state: WalkState): void {
  if (kind === "arrow value") state.returns.push(stepOf(node, place, state, `return ${textOf(node, state)}`));
  else if (state.grammar.returns.has(kind)) state.returns.push(stepOf(node, place, state));
  else if (state.grammar.raises.has(kind)) state.raises.push(stepOf(node, place, state));
  else if (kind === "binary_expression" || kind === "binary_operator" || kind === "concatenated_string")
    recordJoined(node, state);
}

export function recordCall(node: SgNode, kind: string, place: Place, state: WalkState): void {
  if (OUTLINE_GRAMMARS[state.language].calls[kind])
    pushCall(node, calleeOf(node, state.language), argumentsOf(node), place, state);
  else if (kind === "delete_expression") pushCall(node, "delete", node, place, state);
  else if (kind === "init_declarator" && node.field("value")?.kind() === "argument_list") {
    pushConstruction(node, node.field("value"), place, state);
  } else if (kind === "function_declarator" && state.language === "cpp" && place.functions > 0) {
    // Inside a function `Guard lock(mutex)` reads like a prototype to the grammar.
    const given = node.field("parameters");
    if (given && given.namedChildren().every((child) => child.namedChildren().length === 1))
      pushConstruction(node, given, place, state);
  }
}

/** C++ `Guard lock(mutex)` calls a constructor: losing it is losing a call. */
function pushConstruction(declarator: SgNode, given: SgNode | null, place: Place, state: WalkState): void {
  const type = declarator.parent()?.field("type");
  if (type && given) pushCall(declarator, textOf(type, state), given, place, state);
}

/** `@login_required` calls what it names, so that losing it is losing a call. */
export function recordDecorator(node: SgNode, place: Place, state: WalkState): void {
  const value = node.field("name") ?? node.namedChildren()[0];
  if (!value || OUTLINE_GRAMMARS[state.language].calls[value.kind()]) return;
  pushCall(node, textOf(value, state), argumentsOf(node) ?? node.field("arguments") ?? undefined, place, state);
}

function pushCall(node: SgNode, callee: string, list: SgNode | undefined, place: Place, state: WalkState): void {
  if (!callee || state.calls.length >= CALLS_LIMIT) return;
  const given = list?.namedChildren().filter((child) => !state.grammar.comments.has(String(child.kind()))) ?? [];
  const range = list?.range();
  state.calls.push({
    call: {
      text: textOf(node, state),
      nesting: place.awaited ? [...place.nesting, "await"] : [...place.nesting],
      span: spanOfNodes(node),
      callee,
      arguments:
        list && WHOLE.has(String(list.kind()))
          ? [textOf(list, state)]
          : given.map((argument) => textOf(argument, state)),
      names: [],
      discarded: place.discarded || node.kind() === "explicit_constructor_invocation",
    },
    argumentsStart: range?.start.index ?? 0,
    argumentsEnd: range?.end.index ?? 0,
  });
}
/** Arguments that are one value: `sum(x for x in xs)`, a tagged template. */
const WHOLE = new Set(["generator_expression", "template_string"]);

/** Everything before the body, without decorators and annotations: those are calls. */
export function recordSignature(node: SgNode, place: Place, state: WalkState): void {
  const kind = String(node.kind());
  const isValue = OUTLINE_GRAMMARS[state.language].values.includes(kind);
  const placed = isValue ? placeOf(node, state.language) : undefined;
  if (isValue && !placed) return;
  // Initialisers of classes have neither name nor parameters.
  if (kind.startsWith("static_") || kind.endsWith("_static_block")) return;
  if (state.grammar.classes.has(kind) && !node.field("body")) return;
  const { start, end } = node.range();
  const stop = node.field("body")?.range().start.index ?? end.index;
  const name = placed ? `${placed.path.join(".")} = ` : "";
  const modifiers = node.namedChildren().find((child) => child.kind() === "modifiers");
  const plain = modifiers?.children().filter((child) => !state.grammar.decorators.has(String(child.kind())));
  const from = modifiers ? modifiers.range().end.index : start.index;
  const words = plain?.map((child) => child.text()).join(" ") ?? "";
  const head = state.normal(from, stop).replace(/\s*[:{]$/, "");
  state.signatures.push(`${name}${words && `${words} `}${head}`);
}

/** `"ht" + "tp://"` and `"ht" "tp://"` are one string to whoever reads them. */
function recordJoined(node: SgNode, state: WalkState): void {
  const parts = literalParts(node, state, 0);
  if (parts && parts.length > 1) state.strings.push(parts.join(""));
}

function literalParts(node: SgNode, state: WalkState, depth: number): string[] | undefined {
  if (depth > 50) return undefined;
  const kind = String(node.kind());
  if (state.grammar.strings.has(kind)) {
    const isTemplate = node.children().some((child) => state.grammar.substitutions.has(String(child.kind())));
    return isTemplate ? undefined : contentsOf(node, state.grammar, state.text);
  }
  if (kind !== "concatenated_string" && !kind.startsWith("binary_")) return undefined;
  if (kind.startsWith("binary_") && !node.children().some((child) => child.kind() === "+")) return undefined;
  const parts: string[] = [];
  for (const child of node.namedChildren()) {
    const inner = literalParts(child, state, depth + 1);
    if (!inner) return undefined;
    parts.push(...inner);
  }
  return parts;
}
