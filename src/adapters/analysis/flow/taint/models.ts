import type { FlowModel, SourceKind } from "./model-schema.ts";
import { EVERY_PURPOSE, purposesOf, type Purpose, type Purposes } from "./purposes.ts";

export type Inputs = "receiver" | "arguments" | "all" | readonly (number | string)[];
export type ReadSource = { kind: SourceKind; harms: Purposes; varying?: boolean };
export type ParameterSource = ReadSource & {
  decorated?: RegExp;
  annotated?: RegExp;
  typed?: RegExp;
  named?: RegExp;
  beside?: RegExp;
  /** With NAME for the parameter's name. */
  unless?: string;
  mentions?: RegExp;
  of?: RegExp;
  except?: RegExp;
  handedTo?: ReadonlySet<string>;
  at?: number;
};
export type Step = { from: Inputs; safe: Purposes; formats: boolean; beginning?: RegExp; with?: RegExp };
export type Writer = { from: Inputs; into: "receiver" | number; source?: SourceKind | undefined };
export type Callback = { from: Inputs; parameter: number; returns: boolean };
export type Handler = { parameter: number; is: string };
export type Guard = {
  of: "receiver" | "arguments" | number;
  when: boolean;
  with?: string;
  after?: ReadonlySet<string>;
  like?: RegExp;
  throws: boolean;
  safe: Purposes;
};

/** What is known of a language's libraries, ready to be asked. Every lookup is of an expression's paths. */
export type Models = {
  objects: ReadonlyMap<string, readonly string[]>;
  sourceAt(paths: readonly string[]): ReadSource | undefined;
  parameterSources: readonly ParameterSource[];
  /** Of each source that is read: the parts of its path, each under all names that it may have, each name by its words. */
  requirements: readonly { kind: SourceKind; needs: readonly (readonly (readonly string[])[])[] }[];
  /** All that is said of one path: each makes it safe under its own conditions. */
  stepsOf(paths: readonly string[]): readonly Step[] | undefined;
  /** Whether a call of this last name can be a writer. */
  mayWrite(name: string): boolean;
  writersOf(paths: readonly string[]): readonly Writer[];
  callbacksOf(paths: readonly string[]): readonly Callback[];
  handlersOf(paths: readonly string[]): readonly Handler[];
  guardsOf(paths: readonly string[], name: string): readonly Guard[];
  cleaning(name: string): Purposes;
  isHarmlessType(type: string): boolean;
  isHarmlessMember(name: string): boolean;
};

export function compileModels(files: readonly FlowModel[]): Models {
  const objects = new Map<string, string[]>();
  for (const file of files) {
    for (const [name, paths] of Object.entries(file.objects)) for (const path of paths) push(objects, path, name);
  }
  const reads = new Map<string, ReadSource>();
  const steps = new Map<string, Step[]>();
  const writers = new Map<string, Writer[]>();
  const callbacks = new Map<string, Callback[]>();
  const handlers = new Map<string, Handler[]>();
  const guards = new Map<string, Guard[]>();
  const named: { name: RegExp; guard: Guard }[] = [];
  const parameterSources: ParameterSource[] = [];
  for (const file of files) {
    for (const source of file.sources) {
      const harmful: ReadSource = { kind: source.kind, harms: EVERY_PURPOSE & ~safeOf(source.safe) };
      if ("read" in source) {
        const read = source.varying ? { ...harmful, varying: true } : harmful;
        for (const path of source.read) reads.set(path, read);
      } else parameterSources.push({ ...harmful, ...parameterSourceOf(source.parameters) });
    }
    for (const { beginning, calls, formats, from, keeps, safe, with: written } of file.steps) {
      const made = keeps ? EVERY_PURPOSE & ~purposesOf(keeps) : safeOf(safe);
      const conditions = {
        ...(beginning !== undefined && { beginning: new RegExp(beginning) }),
        ...(written !== undefined && { with: new RegExp(written) }),
      };
      const step = { from, safe: made, formats, ...conditions };
      for (const path of calls) push(steps, path, step);
    }
    for (const { calls, ...writer } of file.writers) for (const path of calls) push(writers, path, writer);
    for (const { calls, ...callback } of file.callbacks) for (const path of calls) push(callbacks, path, callback);
    for (const { calls, ...handler } of file.handlers) for (const path of calls) push(handlers, path, handler);
    for (const { calls = [], named: name, safe, keeps, after, like, with: literal, ...guard } of file.guards) {
      const rest = {
        ...(like !== undefined && { like: new RegExp(like) }),
        ...(after && { after: new Set(after) }),
        ...(literal !== undefined && { with: literal }),
      };
      const compiled = { ...guard, ...rest, safe: safeOf(safe) & ~safeOf(keeps) };
      for (const path of calls) push(guards, path, compiled);
      if (name !== undefined) named.push({ name: new RegExp(name), guard: compiled });
    }
  }
  const cleaners = files
    .flatMap((file) => file.cleaners)
    .map((each) => ({ name: new RegExp(each.named), safe: safeOf(each.safe) }));
  const writing = new Set([...writers.keys()].map((path) => path.replace("()", "").split(".").at(-1) ?? path));
  const types = files.flatMap((file) => expressionOf(file.harmless.types));
  const members = files.flatMap((file) => expressionOf(file.harmless.members));
  const objectNames = Map.groupBy(
    [...objects].flatMap(([path, names]) => names.map((name) => ({ name, path }))),
    (each) => each.name,
  );
  for (const { calls, is, near = [""] } of files.flatMap((file) => file.handlers)) {
    const others = objectNames.get(is) ?? [];
    const named = calls.flatMap((path) => near.map((word) => ({ name: is, path: `${word} ${path}` })));
    objectNames.set(is, [...others, ...named]);
  }
  const kinds = [
    ...[...reads].map(([path, { kind }]) => ({ path, kind })),
    // A writer fills its place from outside: there a file has a source without reading one.
    ...[...writers].flatMap(([path, all]) => all.flatMap(({ source }) => (source ? [{ path, kind: source }] : []))),
  ];
  const requirements = kinds.map(({ path, kind }) => ({ kind, needs: needsOf(path, objectNames) }));
  return {
    objects,
    requirements,
    parameterSources,
    sourceAt: (paths) => first(paths, reads),
    stepsOf: (paths) => first(paths, steps),
    mayWrite: (name) => writing.has(name),
    writersOf: (paths) => first(paths, writers) ?? [],
    callbacksOf: (paths) => first(paths, callbacks) ?? [],
    handlersOf: (paths) => first(paths, handlers) ?? [],
    guardsOf: (paths, name) =>
      first(paths, guards) ?? named.filter((each) => each.name.test(name)).map((each) => each.guard),
    cleaning: (name) => cleaners.find((each) => each.name.test(name))?.safe ?? 0,
    isHarmlessType: (type) => types.some((each) => each.test(type)),
    isHarmlessMember: (name) => members.some((each) => each.test(name)),
  };
}

function parameterSourceOf(source: Extract<FlowModel["sources"][number], { parameters: unknown }>["parameters"]) {
  const { handedTo, at, annotated, beside, decorated, except, mentions, named, of, typed, unless } = source;
  return {
    ...(annotated !== undefined && { annotated: new RegExp(annotated) }),
    ...(decorated !== undefined && { decorated: new RegExp(decorated) }),
    ...(except !== undefined && { except: new RegExp(except) }),
    ...(beside !== undefined && { beside: new RegExp(beside) }),
    ...(mentions !== undefined && { mentions: new RegExp(mentions) }),
    ...(named !== undefined && { named: new RegExp(named) }),
    ...(unless !== undefined && { unless }),
    ...(of !== undefined && { of: new RegExp(of) }),
    ...(typed !== undefined && { typed: new RegExp(typed) }),
    ...(handedTo && { handedTo: new Set(handedTo) }),
    ...(at !== undefined && { at }),
  };
}

/** The words of a path; its first is an object with names of its own, when it has any. */
function needsOf(path: string, objects: ReadonlyMap<string, readonly { path: string }[]>): string[][][] {
  const [head = "", ...others] = path.split(".");
  const names = (objects.get(head) ?? []).map((each) => wordsIn(each.path));
  return [[wordsIn(head), ...names], ...others.map((part) => [wordsIn(part)])];
}

function wordsIn(path: string): string[] {
  return (path.match(/[\w$]+/g) ?? []).filter((word) => word !== "this");
}

/** By the whole path, else by its last name after any receiver. */
function first<T>(paths: readonly string[], table: ReadonlyMap<string, T>): T | undefined {
  for (const path of paths) {
    const found = table.get(path);
    if (found !== undefined) return found;
  }
  for (const path of paths) {
    const dot = path.lastIndexOf(".");
    const found = dot < 0 ? undefined : table.get(`*${path.slice(dot)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function safeOf(safe: "all" | readonly Purpose[] | undefined): Purposes {
  return safe === undefined ? 0 : purposesOf(safe);
}

function expressionOf(text: string | undefined): RegExp[] {
  return text === undefined ? [] : [new RegExp(text)];
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const others = map.get(key);
  if (others) others.push(value);
  else map.set(key, [value]);
}
