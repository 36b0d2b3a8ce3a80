import type { SgNode } from "../../parse.ts";
import type { FlowContext } from "./flow-context.ts";
import type { Scope } from "./file-index.ts";
import { reachingAt } from "./reaching.ts";

/** What an expression is called, under all the names that lead to it: `r.args` is `flask.request.args` and `request.args`. */
export type Paths = {
  of(node: SgNode): readonly string[];
  /** Of a member of an object, which need not be written as one: `const { query } = req`. */
  ofMember(object: SgNode, name: string): readonly string[];
};

const MAX_PATHS = 8;
const MAX_LENGTH = 120;
/** How far a chain of members, calls and aliases is read. */
const MAX_DEPTH = 12;
const UNKNOWN: readonly string[] = ["?"];

export function openPaths(context: FlowContext): Paths {
  const { expressionOf, index, models, startOf, syntax } = context;
  const known = new Map<number, readonly string[]>();
  const knownMembers = new Map<string, readonly string[]>();

  function of(node: SgNode, depth: number): readonly string[] {
    const id = node.id();
    const before = known.get(id);
    if (before) return before;
    if (depth <= 0) return UNKNOWN;
    known.set(id, UNKNOWN); // A name that is defined by itself.
    const paths = withObjects(read(node, depth));
    known.set(id, paths);
    return paths;
  }

  function read(node: SgNode, depth: number): readonly string[] {
    const expression = expressionOf(node);
    switch (expression.is) {
      case "name":
        return ofName(node, expression.name, depth);
      case "member":
        return of(expression.object, depth - 1).map((path) => `${path}.${expression.name}`);
      case "element":
        return of(expression.object, depth - 1).map((path) => `${path}.${expression.key ?? "[]"}`);
      case "call": {
        const { callee, creates, name, receiver } = expression;
        if (creates) return [`new ${name}()`, `<${name}>`];
        if (name === "require" && !receiver) {
          const module = expression.arguments[0] && syntax.literalOf(expression.arguments[0].value);
          if (module !== undefined) return [module.replace(/^node:/, "")];
        }
        const before = receiver ? of(receiver, depth - 1).map((path) => `${path}.${name}`) : of(callee, depth - 1);
        return before.flatMap((path) => [`${path}()`, ...(index.classes.has(path) ? [`<${path}>`] : [])]);
      }
      case "parts":
        return expression.parts[0] && expression.parts.length === 1 ? of(expression.parts[0], depth - 1) : UNKNOWN;
      default:
        return UNKNOWN;
    }
  }

  function ofName(node: SgNode, name: string, depth: number): readonly string[] {
    if (syntax.self.includes(name)) return ["this"];
    const reaching = reachingAt(index, name, startOf(node));
    const paths = [name];
    if (reaching.parameter) {
      const { parameter, scope } = reaching.parameter;
      if (parameter.type !== undefined) paths.push(typePath(parameter.type));
      const rest = parameter.select === undefined ? "" : `.${parameter.select}`;
      for (const object of objectsHandedTo(scope, parameter.index)) paths.push(`${object}${rest}`);
    } else if (reaching.bindings.length === 0) {
      const means = index.imports.get(name);
      if (means !== undefined) return means === name ? [name] : [means, name];
      if (index.fields.size > 0) paths.push(`this.${name}`);
    }
    for (const { field, select, type, values } of reaching.bindings.slice(0, 2)) {
      if (field !== undefined) continue;
      if (type !== undefined) paths.push(typePath(type));
      const value = values[0];
      if (!value || value.id() === node.id()) continue;
      const before = of(value, depth - 1).filter((path) => path !== "?");
      paths.push(...before.map((path) => (typeof select === "string" ? `${path}.${select}` : path)));
    }
    return paths;
  }

  /** Handlers get their objects by position: `app.get("/", (a, b) => …)`. */
  function objectsHandedTo(scope: Scope, parameter: number): string[] {
    const place = index.handedTo(scope);
    const handlers = place ? models.handlersOf(of(place.node, MAX_DEPTH)) : [];
    return handlers.filter((each) => each.parameter === parameter).map((each) => each.is);
  }

  /** With the short names of what the models know, and without the own object in front. */
  function withObjects(paths: readonly string[]): readonly string[] {
    const all = paths.flatMap((path) => {
      const bare = path.startsWith("this.") ? path.slice(5) : path;
      return [path, bare, ...(models.objects.get(path) ?? []), ...(models.objects.get(bare) ?? [])];
    });
    return [...new Set(all)].filter((path) => path.length <= MAX_LENGTH).slice(0, MAX_PATHS);
  }

  return {
    of: (node) => of(node, MAX_DEPTH),
    ofMember(object, name) {
      const key = `${object.id()}.${name}`;
      let paths = knownMembers.get(key);
      if (!paths) knownMembers.set(key, (paths = withObjects(of(object, MAX_DEPTH).map((path) => `${path}.${name}`))));
      return paths;
    },
  };
}

/** `*http.Request`, `List<String>`, `express.Request`: the last name, and Go's with its package. */
function typePath(type: string): string {
  const plain = type.replace(/^[*&\s]+|[<[|?][\s\S]*$/g, "").trim();
  return `<${plain}>`;
}

/** Whether one of the paths is wanted, whole or by its last name after any receiver. */
export function isAmong(names: readonly string[], wanted: ReadonlySet<string>): boolean {
  return names.some((name) => wanted.has(name) || wanted.has(`*${name.slice(name.lastIndexOf("."))}`));
}
