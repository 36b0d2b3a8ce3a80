import type { Language } from "../../../../core/language.ts";
import type { SgNode } from "../../parse.ts";
import { syntaxOf } from "../syntax/syntaxes.ts";
import { openEvaluator, type Evaluator } from "./evaluate.ts";
import { openFileIndex, type PlacedCall, type Scope } from "./file-index.ts";
import { openFlowContext } from "./flow-context.ts";
import { openGuards, type Guards } from "./guards.ts";
import type { SourceKind } from "./model-schema.ts";
import type { Models } from "./models.ts";
import { openPaths, type Paths } from "./paths.ts";
import type { Purposes } from "./purposes.ts";
import { readParameterOrigin, union, type Taint } from "./taint.ts";
import { bindWriters } from "./writers.ts";

/** Whether somebody outside chooses what reaches an expression, in one file. */
export type TaintTracker = {
  reaches(node: SgNode, purposes: Purposes, by: readonly SourceKind[]): boolean;
  paths: Paths;
};

/** How many callers up a parameter is followed. */
const MAX_CALLERS = 200;

/** @returns undefined for a language without a syntax view, and for a file that is too much. */
export function openTaint(root: SgNode, language: Language, models: Models): TaintTracker | undefined {
  const syntax = syntaxOf(language);
  const index = syntax && openFileIndex(root, syntax);
  if (!syntax || !index) return undefined;
  const context = openFlowContext(index, syntax, models);
  const paths = openPaths(context);
  bindWriters(context, paths);
  index.settle();
  const parts: { guards?: Guards; evaluator?: Evaluator } = {};
  const evaluator = (parts.evaluator = openEvaluator(
    context,
    paths,
    (node, path, binding) => parts.guards?.safeAt(node, path, binding) ?? 0,
  ));
  parts.guards = openGuards(context, paths, (node) => evaluator.evaluate(node).size === 0);

  let callers: Map<Scope, PlacedCall[]> | undefined;
  const callersOf = (scope: Scope): readonly PlacedCall[] => {
    if (!callers) {
      callers = new Map();
      for (const place of index.calls) {
        for (const target of evaluator.targetsOf(place)) {
          const others = callers.get(target);
          if (others) others.push(place);
          else callers.set(target, [place]);
        }
      }
    }
    return callers.get(scope) ?? [];
  };

  /** Open parameters are what the callers in the file pass, on every way up. */
  function comesFrom(taint: Taint, purposes: Purposes, by: readonly SourceKind[]): boolean {
    const queue: { taint: Taint; purposes: Purposes }[] = [{ taint, purposes }];
    const seen = new Set<string>();
    for (let at = 0; at < Math.min(queue.length, MAX_CALLERS); at += 1) {
      const next = queue[at];
      if (!next || !index) break;
      for (const [origin, harmful] of next.taint) {
        const left = harmful & next.purposes;
        if (left === 0) continue;
        if (by.some((kind) => kind === origin)) return true;
        const open = readParameterOrigin(origin);
        const scope = open && index.scopes.get(open.functionId);
        if (!open || !scope || seen.has(`${origin}:${left}`)) continue;
        seen.add(`${origin}:${left}`);
        const parameter = index.parametersOf(scope).find((each) => each.index === open.index);
        const passed = callersOf(scope).map(({ call }) => evaluator.passed(call, parameter, open.select));
        queue.push({ taint: union(passed), purposes: left });
      }
    }
    return false;
  }

  return {
    paths,
    reaches: (node, purposes, by) => comesFrom(evaluator.evaluate(node), purposes, by),
  };
}
