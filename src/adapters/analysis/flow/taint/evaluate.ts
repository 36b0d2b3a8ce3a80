import type { SgNode } from "../../parse.ts";
import type { Call, Parameter } from "../syntax/syntax.ts";
import { classOf, type PlacedBinding, type Scope } from "./file-index.ts";
import type { FlowContext } from "./flow-context.ts";
import type { ReadSource } from "./models.ts";
import type { Paths } from "./paths.ts";
import { openBeginnings, safeAfter, BY_ANY_BEGINNING, BY_BEGINNING, OF_SIZE, WHOLE_HOST } from "./beginnings.ts";
import { openParameterSources } from "./parameter-sources.ts";
import { openSteps } from "./steps.ts";
import { openTargets } from "./targets.ts";
import { EVERY_PURPOSE, type Purposes } from "./purposes.ts";
import { reachingAt } from "./reaching.ts";
import { CLEAN, parameterOrigin, substitute, taintOf, union, without, type Taint } from "./taint.ts";

/** What may be in an expression's value. Parameters stay open: `resolve` asks the callers. */
export type Evaluator = {
  evaluate(node: SgNode): Taint;
  /** Of one field of an object, or one of several results. */
  evaluatePart(node: SgNode, part: string | number): Taint;
  /** What a call passes for a parameter of a function of the file. */
  passed(call: Call, parameter: Parameter | undefined, select?: string): Taint;
  /** The functions of the file that a call may run. */
  targetsOf(place: { node: SgNode; call: Call }): readonly Scope[];
};

/** Makes a value safe that was tested; see `guards.ts`. */
export type GuardedBy = (node: SgNode, path: string, binding: PlacedBinding | undefined) => Purposes;

/** Nesting goes as deep as there are nodes, and the stack must hold it. */
const MAX_DEPTH = 150;

export function openEvaluator(context: FlowContext, paths: Paths, guardedBy: GuardedBy): Evaluator {
  const { expressionOf, index, models, startOf, syntax } = context;
  const { isSelf, targetsOf } = openTargets(context, paths);
  const beginningOf = openBeginnings(context);
  const sourceOfParameter = openParameterSources(context, paths);
  const { inputsOf, ofSteps } = openSteps(evaluate, beginningOf);
  const known = new Map<number, Taint>();
  const knownParts = new Map<string, Taint>();
  const returned = new Map<string, Taint>();
  let depth = 0;

  function evaluate(node: SgNode): Taint {
    const id = node.id();
    const before = known.get(id);
    if (before) return before;
    if (depth >= MAX_DEPTH || !context.spend()) return CLEAN;
    known.set(id, CLEAN); // A value that is made of itself adds nothing.
    depth += 1;
    const taint = read(node);
    depth -= 1;
    known.set(id, taint);
    return taint;
  }

  function read(node: SgNode): Taint {
    const expression = expressionOf(node);
    switch (expression.is) {
      case "name":
        return ofName(node, expression.name);
      case "member":
        return evaluatePart(expression.object, expression.name);
      case "element": {
        const { key, object } = expression;
        return key === undefined ? (ofSource(paths.of(node)) ?? evaluate(object)) : evaluatePart(object, key);
      }
      case "call":
        return ofCall(node, expression);
      case "parts":
        return expression.text ? ofText(expression.parts) : union(expression.parts.map(evaluate));
      case "either":
        return union(expression.branches.map(evaluate));
      case "fields":
        return union(expression.fields.map((field) => evaluate(field.value)));
      default:
        return CLEAN;
    }
  }

  function ofSource(names: readonly string[]): Taint | undefined {
    const source = models.sourceAt(names);
    return source && !source.varying ? sourceTaint(source) : undefined;
  }

  /** What comes after a fixed beginning can't choose the host; after a beginning that isn't known, it is believed not to. */
  function ofText(parts: readonly SgNode[]): Taint {
    const [first] = parts;
    const taint = without(union(parts.map(evaluate)), OF_SIZE);
    if (!first || taint.size === 0) return taint;
    const beginning = beginningOf(first);
    if (beginning === "") return taint;
    const isBelieved = expressionOf(first).is !== "constant" && evaluate(first).size === 0;
    if (beginning === undefined) return without(taint, isBelieved ? BY_BEGINNING | BY_ANY_BEGINNING : 0);
    // "https://host" + port + value: what stands between them ends the host.
    const endsHost = isBelieved && isOfParts(first) && WHOLE_HOST.test(beginning);
    return without(taint, endsHost ? BY_BEGINNING | BY_ANY_BEGINNING : safeAfter(beginning));
  }

  function isOfParts(node: SgNode): boolean {
    const expression = expressionOf(node);
    return expression.is === "parts" && expression.parts.length > 1;
  }

  function ofName(node: SgNode, name: string): Taint {
    if (syntax.self.includes(name)) return CLEAN;
    const { bindings, parameter } = reachingAt(index, name, startOf(node));
    if (isHarmless(parameter?.parameter.type)) return CLEAN;
    const source = bindings.length < 2 ? ofSource(paths.of(node)) : undefined;
    if (source) return guarded(node, name, source, bindings[0]);
    if (bindings.length === 0 && !parameter)
      return index.imports.has(name) ? CLEAN : guarded(node, name, ofField(node, name));
    return union([
      ...bindings.map((binding) => guarded(node, name, ofBinding(binding), binding)),
      parameter ? guarded(node, name, ofParameter(parameter.scope, parameter.parameter)) : CLEAN,
    ]);
  }

  function guarded(node: SgNode, path: string, taint: Taint, binding?: PlacedBinding): Taint {
    return taint.size === 0 ? taint : without(taint, guardedBy(node, path, binding));
  }

  function ofBinding({ origin, safe, select, type, values }: PlacedBinding): Taint {
    if (isHarmless(type)) return CLEAN;
    const inputs = values.map((value) => (select === undefined ? evaluate(value) : evaluatePart(value, select)));
    return without(union(origin === undefined ? inputs : [...inputs, taintOf(origin)]), safe ?? 0);
  }

  /** A field of the own object: what any method of the class writes into it. */
  function ofField(node: SgNode, name: string): Taint {
    const className = classOf(index.scopeAt(startOf(node)));
    const bindings = className === undefined ? [] : (index.fields.get(`${className}.${name}`) ?? []);
    return union(bindings.slice(-40).map(ofBinding));
  }

  /** Read once for all who ask: bundles hand the same objects around and around. */
  function evaluatePart(node: SgNode, part: string | number): Taint {
    const key = `${node.id()}.${part}`;
    const before = knownParts.get(key);
    if (before) return before;
    knownParts.set(key, CLEAN); // A part that is made of itself adds nothing.
    const taint = lookAtPart(node, part);
    knownParts.set(key, taint);
    return taint;
  }

  function lookAtPart(node: SgNode, part: string | number): Taint {
    if (typeof part === "string") {
      const source = ofSource(paths.ofMember(node, part)) ?? ofSource(paths.of(node));
      if (source) return guardedPart(node, part, source);
      if (models.isHarmlessMember(part)) return CLEAN;
    }
    return guardedPart(node, part, readPart(node, part));
  }

  function guardedPart(node: SgNode, part: string | number, taint: Taint): Taint {
    if (taint.size === 0) return taint;
    const path = pathText(node, 4);
    return path === undefined ? taint : guarded(node, `${path}.${part}`, taint);
  }

  function readPart(node: SgNode, part: string | number): Taint {
    const expression = expressionOf(node);
    if (typeof part === "number") {
      const isList = expression.is === "parts" && expression.text !== true && expression.parts.length > 1;
      if (isList) return expression.parts[part] ? evaluate(expression.parts[part]) : CLEAN;
      if (expression.is === "call") return ofCall(node, expression, part);
      return evaluate(node);
    }
    if (depth >= MAX_DEPTH || !context.spend()) return CLEAN;
    depth += 1;
    const taint = readField(node, part);
    depth -= 1;
    return taint;
  }

  function readField(node: SgNode, part: string): Taint {
    const expression = expressionOf(node);
    if (expression.is === "fields") {
      const named = expression.fields.filter((field) => field.key === part);
      const open = expression.fields.filter((field) => field.key === undefined);
      return union([...named, ...(named.length > 0 ? [] : open)].map((field) => evaluate(field.value)));
    }
    if (expression.is === "parts" && expression.text !== true && expression.parts.length === 1 && expression.parts[0])
      return evaluatePart(expression.parts[0], part);
    if (expression.is !== "name") return evaluate(node);
    const { name } = expression;
    if (isSelf(node, name)) return ofField(node, part);
    const { bindings, parameter } = reachingAt(index, name, startOf(node));
    if (bindings.length === 0 && !parameter) return evaluate(node);
    if (isHarmless(parameter?.parameter.type)) return CLEAN;
    const pieces = bindings.map((binding) => {
      if (binding.field !== undefined) return binding.field === part ? ofBinding(binding) : CLEAN;
      const [value] = binding.values;
      if (binding.adds || binding.select !== undefined || binding.values.length !== 1 || !value)
        return ofBinding(binding);
      return evaluatePart(value, part);
    });
    const passedOn = parameter ? ofParameter(parameter.scope, parameter.parameter, part) : CLEAN;
    return without(union([...pieces, passedOn]), guardedBy(node, expression.name, undefined));
  }

  function isHarmless(type: string | undefined): boolean {
    return type !== undefined && models.isHarmlessType(type);
  }

  function ofCall(node: SgNode, call: Call, result?: number): Taint {
    const names = paths.of(node);
    const source = models.sourceAt(names);
    const [opened] = call.arguments;
    const isOwn =
      source?.varying === true &&
      opened !== undefined &&
      beginningOf(opened.value) !== undefined &&
      evaluate(opened.value).size === 0;
    if (source && !isOwn) return sourceTaint(source);
    const inFile = targetsOf({ node, call });
    if (inFile.length > 0) {
      const taint = union(inFile.map((scope) => substituted(scope, call, result)));
      return without(taint, models.cleaning(call.name));
    }
    const callback = models.callbacksOf(names).find((each) => each.returns);
    const handed = callback && call.arguments.map(({ value }) => index.scopes.get(value.id())).find((scope) => scope);
    if (callback && handed) {
      const input = inputsOf(call, callback.from);
      return substitute(returnsOf(handed), handed.id, (at) => (at === callback.parameter ? input : CLEAN));
    }
    const steps = models.stepsOf(names);
    return steps ? ofSteps(node, call, steps) : CLEAN;
  }

  function substituted(scope: Scope, call: Call, result?: number): Taint {
    const parameters = index.parametersOf(scope);
    return substitute(returnsOf(scope, result), scope.id, (at, select) =>
      passed(
        call,
        parameters.find((parameter) => parameter.index === at),
        select,
      ),
    );
  }

  /** What a function gives back, its parameters left open: read once for all calls. */
  function returnsOf(scope: Scope, result?: number): Taint {
    const key = `${scope.id}:${result ?? ""}`;
    const before = returned.get(key);
    if (before) return before;
    returned.set(key, CLEAN); // A function that calls itself adds nothing.
    const body = scope.node && syntax.bodyValueOf(scope.node);
    const values = [...scope.returns.slice(0, 40), ...(body ? [body] : [])];
    const taint = union(values.map((value) => (result === undefined ? evaluate(value) : evaluatePart(value, result))));
    returned.set(key, taint);
    return taint;
  }

  function passed(call: Call, parameter: Parameter | undefined, select?: string): Taint {
    if (!parameter) return CLEAN;
    const given = call.arguments.filter((each, at) =>
      each.name === undefined
        ? at === parameter.index ||
          (at > parameter.index && parameter.rest === true) ||
          (each.spread === true && at <= parameter.index)
        : each.name === parameter.name,
    );
    return union(given.map(({ value }) => (select === undefined ? evaluate(value) : evaluatePart(value, select))));
  }

  function ofParameter(scope: Scope, parameter: Parameter, part?: string): Taint {
    if (isHarmless(parameter.type)) return CLEAN;
    const source = sourceOfParameter(scope, parameter);
    if (source) return sourceTaint(source);
    const place = index.handedTo(scope);
    const callback =
      place && models.callbacksOf(paths.of(place.node)).find((each) => each.parameter === parameter.index);
    if (place && callback) return inputsOf(place.call, callback.from);
    return taintOf(parameterOrigin(scope.id, parameter.index, part ?? parameter.select));
  }

  function pathText(node: SgNode, steps: number): string | undefined {
    const expression = expressionOf(node);
    if (expression.is === "name") return expression.name;
    if (expression.is !== "member" || steps === 0) return undefined;
    const before = pathText(expression.object, steps - 1);
    return before === undefined ? undefined : `${before}.${expression.name}`;
  }

  return { evaluate, evaluatePart, passed, targetsOf };
}

function sourceTaint({ kind, harms }: ReadSource): Taint {
  return taintOf(kind, harms & EVERY_PURPOSE);
}
