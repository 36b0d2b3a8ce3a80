import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "@jest/globals";

const root = join(import.meta.dirname, "..");

/** What each room may import; see ARCHITECTURE.md. A room names itself where its files may use each other. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: ["core"],
  report: ["report", "core"],
  prompts: ["prompts", "core"],
  adapters: ["core", "report"],
  app: ["app", "core", "report"],
  commands: ["commands", "core", "report"],
  config: ["core"],
  "app-config": ["config", "core"],
  wire: ["adapters", "commands", "core", "prompts", "report", "config", "package"],
  "wire-app": ["adapters", "app", "app-config", "core", "prompts", "report", "config", "package", "wire"],
  main: ["app", "app-config", "core", "failure", "wire-app"],
  package: [],
  failure: ["core", "report"],
  output: ["commands", "core", "package", "report"],
  start: ["cli", "commands", "config", "core", "output", "report", "wire"],
  "start-knowledge": ["commands", "config", "core", "wire"],
  "start-setup": ["commands", "core", "output", "report", "wire"],
  cli: ["start-knowledge", "start-setup", "commands", "core", "failure", "package", "start"],
};

/** The core does no I/O: only these, and no others, reach it from outside. */
const PURE_PACKAGES = ["zod", "yaml", "diff", "stemmer", "node:crypto", "node:path"];

const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".ts"),
);
const imports = files.flatMap((path) => {
  const text = readFileSync(join(root, "src", path), "utf8");
  const names = [...text.matchAll(/^(?:import|export)\b[^;"]*\bfrom "([^"]+)";$|\bimport\("([\w@./:-]+)"\)/gm)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  return names.map((name) => ({
    path,
    name,
    target: name.startsWith(".") ? relative(join(root, "src"), join(root, "src", path, "..", name)) : undefined,
  }));
});

describe("the house", () => {
  it("lets each room import only what stands below it", () => {
    const wrong = imports.filter(({ path, target }) => target !== undefined && !allowed(path, target));

    expect(wrong.map(({ path, name }) => `${path} imports ${name}`)).toEqual([]);
  });

  it("keeps the core free of I/O", () => {
    const outside = imports.filter(
      ({ path, target, name }) => roomOf(path) === "core" && target === undefined && !PURE_PACKAGES.includes(name),
    );

    expect(outside.map(({ path, name }) => `${path} imports ${name}`)).toEqual([]);
  });

  it("reads the environment in the front doors only", () => {
    const readers = files.filter((path) => /\bprocess\.env[[)]/.test(readFileSync(join(root, "src", path), "utf8")));

    expect(
      readers.filter(
        (path) => !["failure.ts", "main.ts", "output.ts", "start.ts", "start-knowledge.ts"].includes(path),
      ),
    ).toEqual([]);
  });

  it("speaks of every room that there is", () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });
});

function roomOf(path: string): string {
  return path.split("/")[0]?.replace(/\.ts$/, "") ?? "";
}

function allowed(path: string, target: string): boolean {
  const [from, to] = [roomOf(path), roomOf(target)];
  // Adapters of one kind share a folder; no adapter knows another kind.
  if (from === "adapters" && to === "adapters") return path.split("/")[1] === target.split("/")[1];
  return (MAY_IMPORT[from] ?? []).includes(to);
}
