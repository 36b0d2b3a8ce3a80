import type { VariableKind } from "./grammar.ts";

export type Variable = { name: string; kind: VariableKind; assigned: boolean; read: boolean; scope: Scope };

export type Scope = {
  kind: "top" | "class" | "function" | "block" | "comprehension";
  parent?: Scope;
  variables: Map<string, Variable>;
  /** Python's `global` and `nonlocal`: assigning these binds nothing here. */
  foreign: Set<string>;
  /** Offset at which it opens. */
  start: number;
};

export function openScope(kind: Scope["kind"], start: number, parent?: Scope): Scope {
  return { kind, start, ...(parent && { parent }), variables: new Map(), foreign: new Set() };
}

/** The nearest scope to which a hoisted name belongs. */
export function homeOf(scope: Scope): Scope {
  let home = scope;
  while ((home.kind === "block" || home.kind === "comprehension") && home.parent) home = home.parent;
  return home;
}

export function declare(scope: Scope, name: string, kind: VariableKind, assigned: boolean): void {
  if (scope.foreign.has(name)) return;
  const known = scope.variables.get(name);
  if (known) known.assigned ||= assigned;
  else scope.variables.set(name, { name, kind, assigned, read: false, scope });
}

/** The variable that a name means; names are visible in their whole scope, whatever the order. */
export function resolve(scope: Scope | undefined, name: string): Variable | undefined {
  for (let at = scope; at; at = at.parent) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return undefined;
}
