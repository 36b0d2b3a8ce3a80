import type { SgNode } from "../../parse.ts";
import type { Condition } from "../syntax/syntax.ts";
import type { PlacedBinding, PlacedCall, Scope } from "./file-index.ts";
import type { FlowContext } from "./flow-context.ts";
import type { Guard } from "./models.ts";
import type { Interval } from "./nesting.ts";
import type { Paths } from "./paths.ts";
import { EVERY_PURPOSE, purposesOf, type Purposes } from "./purposes.ts";
import { reachingAt } from "./reaching.ts";

/** A value, by its path in the text, is safe for these purposes. */
type Fact = { path: string; safe: Purposes };
/** Where a fact is known: `at` is where the test stands, and what was bound later wasn't tested. */
type KnownFact = Fact & Interval & { at: number };

/** What tests say of the values that they look at. */
export type Guards = { safeAt(node: SgNode, path: string, binding: PlacedBinding | undefined): Purposes };

/** A test of an address's host says something of the address that it was read from. */
const OF_ADDRESSES = purposesOf(["url", "redirect"]);
const OF_SIZES = purposesOf(["size"]);
/** A value of a known type isn't an object that a client has shaped. */
const BY_TYPE = purposesOf(["nosql", "size", "name", "deserialize"]);
const OF_NAMES = purposesOf(["name"]);
const SPECIAL_KEY = /^(?:__proto__|prototype|constructor)$/;
const OF_PATHS = purposesOf(["path"]);
const HOST_MEMBERS = /^(?:host|hostname|netloc|origin|Host|Hostname|getHost|getAuthority|authority|domain)$/;
/** An entry of an archive goes where its name says. */
const ENTRY_NAMES = /^(?:name|filename|Name|path)$/;
/** Equality with these says nothing of what else the value may be. */
const EMPTY = /^(?:null|None|nil|undefined|""|''|``|true|false|True|False|0|-1|\[\]|\{\})$/;
const MAX_DEPTH = 8;
const MAX_TESTS = 400;

export function openGuards(context: FlowContext, paths: Paths, isClean: (node: SgNode) => boolean): Guards {
  const { expressionOf, index, models, startOf, syntax } = context;
  const known = new Map<Scope, Map<string, KnownFact[]>>();

  function factsIn(scope: Scope): Map<string, KnownFact[]> {
    const before = known.get(scope);
    if (before) return before;
    const facts: KnownFact[] = [];
    known.set(scope, new Map()); // A test whose operands rest on itself.
    for (const { at, condition, fails, holds, rest } of scope.tests.slice(0, MAX_TESTS)) {
      const read = condition();
      for (const [truth, stretches, others] of [
        [true, holds, fails],
        [false, fails, holds],
      ] as const) {
        if (stretches.length === 0 && others.length === 0) continue;
        for (const fact of factsOf(read, truth, MAX_DEPTH)) {
          // if (!isAllowed(x)) x = DEFAULT: what was there before is there still only where the test went well.
          const writes = scope.bindings.get(fact.path) ?? [];
          const isReplaced = writes.some((each) => !each.adds && others.some((other) => other === each.branch));
          for (const { end, start } of isReplaced ? [...stretches, rest] : stretches)
            facts.push({ ...fact, at, start, end });
        }
      }
    }
    facts.push(...thrownIn(scope));
    const byPath = Map.groupBy(facts, (fact) => fact.path);
    known.set(scope, byPath);
    return byPath;
  }

  let callsByScope: Map<Scope, PlacedCall[]> | undefined;
  /** `validate(x)` lets go on only what is valid, to the end of its block. */
  function thrownIn(scope: Scope): KnownFact[] {
    callsByScope ??= Map.groupBy(index.calls, (place) => index.scopeAt(place.start));
    return (callsByScope.get(scope) ?? []).flatMap(({ call, end, node, start }) => {
      const guards = models.guardsOf(paths.of(node), call.name).filter((guard) => guard.throws);
      if (guards.length === 0) return [];
      const until = Math.min(index.branches.at(start)?.end ?? Infinity, scope.end);
      return guards
        .flatMap((guard) => factsOfGuard(guard, node))
        .map((fact) => ({ ...fact, at: start, start: end, end: until }));
    });
  }

  function factsOf(condition: Condition, truth: boolean, depth: number): Fact[] {
    if (depth === 0) return [];
    switch (condition.is) {
      case "not":
        return factsOf(condition.part, !truth, depth - 1);
      case "and":
      case "or": {
        const parts = condition.parts.map((part) => factsOf(part, truth, depth - 1));
        if ((condition.is === "and") === truth) return parts.flat();
        // Only one of them need be so: what all say.
        const [first = [], ...others] = parts;
        return first.filter((fact) => others.every((facts) => facts.some((other) => other.path === fact.path)));
      }
      case "equal":
        // text.indexOf(part) === -1
        if (condition.right.text() === "-1") return factsOfValue(condition.left, !truth, depth - 1);
        return truth ? factsOfEqual(condition.left, condition.right) : factsOfUnequal(condition.left, condition.right);
      case "in":
        return factsOfIn(condition.item, condition.container, truth);
      case "type":
        return truth ? factsAbout(condition.value, BY_TYPE) : [];
      case "order":
        return factsOfOrder(
          ...(truth ? ([condition.less, condition.more] as const) : ([condition.more, condition.less] as const)),
        );
      default:
        return factsOfValue(condition.value, truth, depth);
    }
  }

  function factsOfEqual(left: SgNode, right: SgNode): Fact[] {
    const tested = left.text().slice(0, 8).startsWith("typeof ") ? left : undefined;
    if (tested) {
      const path = pathOf(tested.namedChildren().at(-1));
      const type = syntax.literalOf(right) ?? "";
      if (path === undefined) return [];
      return [
        {
          path,
          safe: /number|boolean|bigint/.test(type) ? EVERY_PURPOSE : type === "string" ? BY_TYPE : 0,
        },
      ];
    }
    const calls = [left, right].filter((side) => expressionOf(side).is === "call");
    return [
      ...calls.flatMap((side) => factsOfValue(side, true, 1)),
      ...(isFixed(right) ? factsAbout(left, EVERY_PURPOSE) : []),
      ...(isFixed(left) ? factsAbout(right, EVERY_PURPOSE) : []),
    ];
  }

  /** What isn't `__proto__` is a plain key. */
  function factsOfUnequal(left: SgNode, right: SgNode): Fact[] {
    return SPECIAL_KEY.test(syntax.literalOf(right) ?? "") ? factsAbout(left, OF_NAMES) : [];
  }

  /** What is below a bound of the program's is no longer any size. */
  function factsOfOrder(less: SgNode, more: SgNode): Fact[] {
    if (EMPTY.test(more.text().slice(0, 10)) || !isClean(more)) return [];
    const expression = expressionOf(less);
    const counted = expression.is === "call" ? expression.arguments[0]?.value : undefined;
    const held = expression.is === "member" ? expression.object : counted;
    return [less, ...(held ? [held] : [])].flatMap((each) => factsAbout(each, OF_SIZES));
  }

  function factsOfIn(item: SgNode, container: SgNode, truth: boolean): Fact[] {
    const literal = syntax.literalOf(item);
    // ".." in path
    if (literal !== undefined) return !truth && literal.includes("..") ? factsAbout(container, OF_PATHS) : [];
    return truth && isClean(container) && syntax.literalOf(container) === undefined
      ? factsAbout(item, EVERY_PURPOSE)
      : [];
  }

  function factsOfValue(value: SgNode, truth: boolean, depth: number): Fact[] {
    const expression = expressionOf(value);
    if (expression.is === "call") {
      const guards = models.guardsOf(paths.of(value), expression.name);
      return guards
        .filter((guard) => guard.when === truth && !guard.throws)
        .flatMap((guard) => factsOfGuard(guard, value));
    }
    if (expression.is === "member" && HOST_MEMBERS.test(expression.name))
      return truth ? [] : factsAbout(expression.object, OF_ADDRESSES);
    if (expression.is === "element") {
      // if (ALLOWED[x])
      const key = value.namedChildren().at(-1);
      return truth && key && isClean(expression.object) ? factsAbout(key, EVERY_PURPOSE) : [];
    }
    if (expression.is === "parts" && expression.parts.length === 1 && expression.parts[0] && depth > 0)
      return factsOfValue(expression.parts[0], truth, depth - 1);
    if (expression.is !== "name") return [];
    const { bindings, parameter } = reachingAt(index, expression.name, startOf(value));
    const [only] = bindings;
    const test = bindings.length === 1 && !parameter ? only?.values[0] : undefined;
    return test ? factsOf(syntax.conditionOf(test), truth, depth - 1) : [];
  }

  function factsOfGuard(guard: Guard, node: SgNode): Fact[] {
    const expression = expressionOf(node);
    if (expression.is !== "call") return [];
    const values = expression.arguments.map((each) => each.value);
    if (
      guard.with !== undefined &&
      !values.some((value) => syntax.literalOf(value)?.includes(guard.with ?? "") === true)
    )
      return [];
    if (guard.like && !guard.like.test(node.text().slice(0, 300))) return [];
    const { of } = guard;
    const tested = of === "receiver" ? [expression.receiver] : of === "arguments" ? values : [values[of]];
    return tested.flatMap((value) => {
      if (!value || (guard.after && !comesFrom(value, guard.after, 3))) return [];
      return factsAbout(value, guard.safe);
    });
  }

  /** Whether the value was made by one of these calls. */
  function comesFrom(node: SgNode, calls: ReadonlySet<string>, steps: number): boolean {
    const expression = expressionOf(node);
    if (expression.is === "call") {
      const names = paths.of(node);
      if (names.some((name) => calls.has(name) || calls.has(`*${name.slice(name.lastIndexOf("."))}`))) return true;
      return expression.receiver !== undefined && steps > 0 && comesFrom(expression.receiver, calls, steps - 1);
    }
    if (expression.is === "parts" && expression.parts.length === 1 && expression.parts[0])
      return comesFrom(expression.parts[0], calls, steps);
    if (expression.is !== "name" || steps === 0) return false;
    const { bindings } = reachingAt(index, expression.name, startOf(node));
    return bindings.some(({ values: [value] }) => value && comesFrom(value, calls, steps - 1));
  }

  /** Of the value itself; and a test of a host, of the address too. */
  function factsAbout(node: SgNode, safe: Purposes): Fact[] {
    const path = pathOf(node);
    const facts: Fact[] = path === undefined ? [] : [{ path, safe }];
    const expression = expressionOf(node);
    if (expression.is === "parts" && expression.text !== true)
      return expression.parts.flatMap((part) => factsAbout(part, safe));
    if (expression.is === "call") {
      // x.toLowerCase() === "a", (String) x, strings.TrimSpace(x)
      const inner = expression.receiver ?? expression.arguments[0]?.value;
      const isHost = HOST_MEMBERS.test(expression.name);
      if (inner && isHost) return [...facts, ...originsOf(inner, safe & OF_ADDRESSES, 3)];
      const [step] = models.stepsOf(paths.of(node)) ?? [];
      if (!step) return facts;
      const values = step.from === "receiver" ? [] : expression.arguments.map((each) => each.value);
      return [...values, ...(expression.receiver ? [expression.receiver] : [])].flatMap((each) =>
        factsAbout(each, safe),
      );
    }
    if (expression.is === "member" && ENTRY_NAMES.test(expression.name)) {
      const entry = pathOf(expression.object);
      if (entry !== undefined) facts.push({ path: entry, safe: safe & OF_PATHS });
    }
    if ((safe & OF_ADDRESSES) === 0) return facts;
    if (expression.is === "member" && HOST_MEMBERS.test(expression.name))
      return [...facts, ...originsOf(expression.object, safe & OF_ADDRESSES, 3)];
    if (expression.is !== "name" || !HOST_MEMBERS.test(lastMember(node))) return facts;
    return [...facts, ...originsOf(node, safe & OF_ADDRESSES, 3)];
  }

  /** `const host = new URL(x).host`: the name stands for a member. */
  function lastMember(node: SgNode): string {
    const names = paths.of(node).map((path) => path.replace(/\(\)$/, ""));
    return names.map((path) => path.slice(path.lastIndexOf(".") + 1)).find((last) => HOST_MEMBERS.test(last)) ?? "";
  }

  /** The names that a parsed address was made from. */
  function originsOf(node: SgNode, safe: Purposes, steps: number): Fact[] {
    const path = pathOf(node);
    const own: Fact[] = path === undefined ? [] : [{ path, safe }];
    const expression = expressionOf(node);
    const inner: SgNode[] = [];
    if (expression.is === "call") inner.push(...expression.arguments.map((each) => each.value));
    if (expression.is === "call" && expression.receiver) inner.push(expression.receiver);
    if (expression.is === "member") inner.push(expression.object);
    if (expression.is === "parts" && expression.text !== true) inner.push(...expression.parts);
    if (expression.is === "name") {
      const { bindings } = reachingAt(index, expression.name, startOf(node));
      if (bindings.length === 1) inner.push(...(bindings[0]?.values ?? []));
    }
    return steps === 0 ? own : [...own, ...inner.flatMap((each) => originsOf(each, safe, steps - 1))];
  }

  /** Something that the program fixes, and that isn't nothing. */
  function isFixed(node: SgNode): boolean {
    const text = node.text();
    return text.length < 400 && !EMPTY.test(text.trim()) && isClean(node);
  }

  function pathOf(node: SgNode | undefined): string | undefined {
    if (!node) return undefined;
    const expression = expressionOf(node);
    if (expression.is === "name") return expression.name;
    if (expression.is === "parts" && expression.parts.length === 1) return pathOf(expression.parts[0]);
    if (expression.is === "element" && expression.key !== undefined)
      return `${pathOf(expression.object) ?? "?"}.${expression.key}`;
    if (expression.is !== "member") return undefined;
    const before = pathOf(expression.object);
    return before === undefined ? undefined : `${before}.${expression.name}`;
  }

  return {
    safeAt(node, path, binding) {
      const position = startOf(node);
      let safe = 0;
      for (let scope: Scope | undefined = index.scopeAt(position); scope; scope = scope.around) {
        for (const fact of factsIn(scope).get(path) ?? []) {
          if (fact.start > position || position >= fact.end) continue;
          if (binding && binding.start > fact.at && binding.start < fact.end) continue;
          safe |= fact.safe;
        }
      }
      return safe;
    },
  };
}
