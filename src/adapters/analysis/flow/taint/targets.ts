import type { SgNode } from "../../parse.ts";
import type { Call } from "../syntax/syntax.ts";
import { classOf, type Scope } from "./file-index.ts";
import type { FlowContext } from "./flow-context.ts";
import { isAmong, type Paths } from "./paths.ts";

export type Targets = {
  /** The functions of the file that a call may run. */
  targetsOf: (place: { node: SgNode; call: Call }) => readonly Scope[];
  /** Whether a name stands for the own object: `this`, or Go's receiver. */
  isSelf: (node: SgNode, name: string) => boolean;
};

/** A name that more functions bear says too little. */
const MAX_TARGETS = 8;

export function openTargets({ expressionOf, index, models, startOf, syntax }: FlowContext, paths: Paths): Targets {
  let byName: Map<string, Scope[]> | undefined;

  function functionsNamed(name: string): readonly Scope[] {
    byName ??= Map.groupBy(
      [...index.scopes.values()].filter((scope) => scope.node && !scope.orderless),
      (scope) => index.nameOf(scope) ?? "",
    );
    return byName.get(name) ?? [];
  }

  function targetsOf({ node, call }: { node: SgNode; call: Call }): readonly Scope[] {
    const { callee, creates, name, receiver } = call;
    const own = index.scopes.get(callee.id());
    if (own) return [own];
    if (index.classes.has(name) && (creates || !receiver)) return constructorsOf(name);
    if (creates) return [];
    const named = functionsNamed(name);
    if (named.length === 0 || named.length > MAX_TARGETS) return [];
    if (!receiver)
      return named.filter(
        (scope) => scope.className === undefined || scope.className === classOf(index.scopeAt(startOf(node))),
      );
    const expression = expressionOf(receiver);
    if (expression.is === "name" && isSelf(receiver, expression.name)) {
      const className = classOf(index.scopeAt(startOf(node)));
      const same = named.filter((scope) => scope.className === className);
      return same.length > 0 ? same : named.slice(0, 1);
    }
    // Of a library's object or module a method isn't ours, whatever its name.
    const names = paths.of(receiver);
    if (expression.is === "name" && index.imports.has(expression.name)) return [];
    const ofClass = named.filter(
      (scope) => scope.className !== undefined && isAmong(names, new Set([`<${scope.className}>`, scope.className])),
    );
    if (ofClass.length > 0) return ofClass;
    const methods = named.filter((scope) => scope.className !== undefined);
    return methods.length === 1 && models.stepsOf(paths.of(node)) === undefined ? methods : [];
  }

  function constructorsOf(className: string): readonly Scope[] {
    const named = ["constructor", "__init__", className].flatMap(functionsNamed);
    return named.filter((scope) => scope.className === className);
  }

  /** `this`, or Go's receiver. */
  function isSelf(node: SgNode, name: string): boolean {
    if (syntax.self.includes(name)) return true;
    const scope = index.scopeAt(startOf(node));
    return index.parametersOf(scope).some((parameter) => parameter.index === -1 && parameter.name === name);
  }

  return { targetsOf, isSelf };
}
