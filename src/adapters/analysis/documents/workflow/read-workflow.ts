import { isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLMap } from "yaml";

/** A value with its place in the text: offsets of what is written, quotes included. */
export type Place = { start: number; end: number };
export type Entry = Place & { key: string; keyStart: number; value: Node | undefined; text: string };
export type Entries = ReadonlyMap<string, Entry>;

export type Step = Place & {
  id?: string;
  /** `owner/name` or a path, in small letters and without its version; and what stands after the `@`. */
  uses?: Place & { action: string; version: string };
  /** The script of `run`, or what `with` hands to an action that runs it. */
  scripts: readonly (Place & { text: string; keyStart: number; language: "shell" | "javascript" })[];
  with: Entries;
  env: Entries;
  entries: Entries;
};

export type Job = Place & { name: string; entries: Entries; env: Entries; outputs: Entries; steps: readonly Step[] };

/** A workflow of GitHub Actions, or an action's own file: then it has one job of the name `runs` and no events. */
export type Workflow = {
  text: string;
  isAction: boolean;
  events: Entries;
  inputs: Entries;
  entries: Entries;
  env: Entries;
  jobs: readonly Job[];
};

/** Undefined where the YAML says something else, or can't be read at all. */
export function readWorkflow(text: string): Workflow | undefined {
  const document = parseDocument(text, { strict: false, uniqueKeys: false, logLevel: "silent", stringKeys: false });
  const entries = entriesOf(document.contents ?? undefined, text);
  const events = eventsOf(entries.get("on") ?? entries.get("true"), text);
  const jobs = entriesOf(entries.get("jobs")?.value, text);
  const runs = entries.get("runs");
  if (runs && isMap(runs.value) && runs.value.has("using")) {
    const job = { ...jobOf(runs, text), ...(runsSteps(runs, text) ? {} : { steps: [] }) };
    return {
      text,
      isAction: true,
      entries,
      events,
      env: new Map(),
      jobs: [job],
      inputs: entriesOf(entries.get("inputs")?.value, text),
    };
  }
  if (jobs.size === 0 || (!entries.has("on") && !entries.has("true"))) return undefined;
  return {
    text,
    isAction: false,
    entries,
    events,
    inputs: inputsOf(events, text),
    env: entriesOf(entries.get("env")?.value, text),
    jobs: [...jobs.values()].map((job) => jobOf(job, text)),
  };
}

/** Of an action's own file only a composite one has steps that run; a container's or a program's are read by nobody. */
function runsSteps(runs: Entry, text: string): boolean {
  return entriesOf(runs.value, text).get("using")?.text.trim().toLowerCase() === "composite";
}

function jobOf(entry: Entry, text: string): Job {
  const entries = entriesOf(entry.value, text);
  const steps = entries.get("steps")?.value;
  return {
    name: entry.key,
    start: entry.keyStart,
    end: entry.end,
    entries,
    env: entriesOf(entries.get("env")?.value, text),
    outputs: entriesOf(entries.get("outputs")?.value, text),
    steps: isSeq<Node>(steps) ? steps.items.flatMap((item) => (isMap(item) ? [stepOf(item, text)] : [])) : [],
  };
}

/** Inputs of actions that are run as a script. Facts about these actions; what an input does is in their own files. */
const SCRIPT_INPUTS: readonly { action: RegExp; input: string; language: "shell" | "javascript" }[] = [
  { action: /^actions\/github-script$/, input: "script", language: "javascript" },
  { action: /^azure\/(?:cli|powershell)$/, input: "inlinescript", language: "shell" },
  { action: /^(?:appleboy\/ssh-action|amadevus\/pwsh-script)$/, input: "script", language: "shell" },
  { action: /^(?:nick-fields|nick-invision)\/retry$/, input: "command", language: "shell" },
];

function stepOf(map: YAMLMap, text: string): Step {
  const entries = entriesOf(map, text);
  const uses = entries.get("uses");
  const [action = "", version = ""] = uses ? uses.text.trim().split("@", 2) : [];
  const given = new Map(
    [...entriesOf(entries.get("with")?.value, text)].map(([key, value]) => [key.toLowerCase(), value] as const),
  );
  const named = SCRIPT_INPUTS.filter((script) => script.action.test(action.toLowerCase()));
  const scripts = [
    { entry: entries.get("run"), language: "shell" as const },
    ...named.map(({ input, language }) => ({ entry: given.get(input), language })),
  ];
  const id = entries.get("id")?.text;
  return {
    ...(id !== undefined && { id }),
    ...placeOf(map),
    ...(uses && { uses: { start: uses.start, end: uses.end, action: action.toLowerCase(), version } }),
    scripts: scripts.flatMap(({ entry, language }) =>
      entry ? [{ start: entry.start, end: entry.end, keyStart: entry.keyStart, text: entry.text, language }] : [],
    ),
    with: given,
    env: entriesOf(entries.get("env")?.value, text),
    entries,
  };
}

/** `on: push`, `on: [push]` and `on: { push: … }` are one thing. */
function eventsOf(on: Entry | undefined, text: string): Entries {
  if (!on) return new Map();
  if (isMap(on.value)) return entriesOf(on.value, text);
  const names = isSeq<Node>(on.value) ? on.value.items : [on.value];
  const keys = names.flatMap((node) => (isScalar(node) ? [String(node.value)] : []));
  return new Map(keys.map((key) => [key, { ...on, key, value: undefined }]));
}

function inputsOf(events: Entries, text: string): Entries {
  const lists = ["workflow_call", "workflow_dispatch"].map(
    (event) => entriesOf(events.get(event)?.value, text).get("inputs")?.value,
  );
  return new Map(lists.flatMap((list) => [...entriesOf(list, text)]));
}

export function entriesOf(node: unknown, text: string): Entries {
  const entries = new Map<string, Entry>();
  if (!isMap(node)) return entries;
  for (const pair of node.items) {
    const entry = entryOf(pair, text);
    if (entry) entries.set(entry.key, entry);
  }
  return entries;
}

function entryOf({ key, value }: Pair, text: string): Entry | undefined {
  if (!isScalar(key)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a value that was parsed is a node or nothing
  const node = (value ?? undefined) as Node | undefined;
  const keyStart = key.range?.[0] ?? 0;
  const place = node ? placeOf(node) : { start: keyStart, end: keyStart };
  const written = isScalar<string | number | boolean | null>(node)
    ? String(node.value ?? "")
    : text.slice(place.start, place.end);
  return { ...place, key: String(key.value), keyStart, value: node, text: written };
}

function placeOf(node: Node): Place {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
