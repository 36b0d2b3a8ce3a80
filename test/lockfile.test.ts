import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";

type Locked = {
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
  optionalDependencies?: Record<string, string>;
};

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};
const installed = Object.entries(packages).filter(([path, { link }]) => path.includes("node_modules/") && !link);

/** Where Node would find `name` from the package at `path`: beside it, or in a folder further up. */
function entryOf(name: string, path: string): Locked | undefined {
  const folders = [path];
  for (let at = path; at !== ""; at = folders.at(-1) ?? "")
    folders.push(at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/"))));
  return folders.map((folder) => packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`]).find(Boolean);
}

describe("the lockfile", () => {
  it("holds every optional dependency, so that an install on any platform gets the same bytes", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => entryOf(name, path)?.integrity === undefined)
        .map((name) => `${path}: ${name}`),
    );

    expect(missing).toEqual([]);
  });

  it("binds every package by its bytes and names no place to get it from", () => {
    const unbound = installed.filter(([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith("sha512-"));
    const placed = Object.entries(packages).filter(([, { resolved, link }]) => resolved !== undefined && !link);

    expect(unbound.map(([path]) => path)).toEqual([]);
    expect(placed.map(([path]) => path)).toEqual([]);
    expect(JSON.stringify(packages)).not.toMatch(/"resolved":"\w+:/);
  });
});
