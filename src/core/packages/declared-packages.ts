import { posix } from "node:path";
import { foldedPackage } from "../checks/manifest.ts";
import { ecosystemOf, isRequirements } from "./ecosystem.ts";

/** A package that a manifest asks for: its name as its registry knows it, and where it is written. */
export type DeclaredPackage = { name: string; start: number; end: number };

const MOST_CHARACTERS = 500_000;
const MOST_PACKAGES = 3000;

/** What one manifest asks its registry for, in source order; what comes from a folder or an address of its own is not among it. */
export function declaredPackages(path: string, text: string): DeclaredPackage[] {
  const read = text.slice(0, MOST_CHARACTERS);
  return readerOf(path)(read).slice(0, MOST_PACKAGES);
}

function readerOf(path: string): (text: string) => DeclaredPackage[] {
  const name = posix.basename(path);
  if (isRequirements(path)) return requirements;
  if (name === "pyproject.toml" || name === "Pipfile") return tomlPackages;
  switch (ecosystemOf(path)) {
    case "npm":
      return npmPackages;
    case "go":
      return goModules;
    case "maven":
      return name === "pom.xml" ? mavenPackages : gradlePackages;
    default:
      return () => [];
  }
}

const NPM_SECTIONS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
/** Not from the registry: a folder, a workspace, a repository, an address. */
const NPM_ELSEWHERE =
  /^(workspace|file|link|portal|git|git\+\w+|github|gitlab|bitbucket|https?):|^[\w.-]+\/[\w.-]+(#|$)|^[./~]/;

function npmPackages(text: string): DeclaredPackage[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text.replace(/^\ufeff/, " "));
  } catch {
    return [];
  }
  const sections = NPM_SECTIONS.map((section) => propertyOf(manifest, section));
  const names = sections.flatMap((section) =>
    Object.entries(typeof section === "object" && section !== null ? section : {}).flatMap(([key, value]) => {
      const version = typeof value === "string" ? value.trim() : "";
      const alias = /^npm:((?:@[^@/]+\/)?[^@]+)/.exec(version)?.[1];
      return NPM_ELSEWHERE.test(version) ? [] : [{ key, name: alias ?? key }];
    }),
  );
  return names.flatMap(({ key, name }) => {
    const written = JSON.stringify(key);
    const start = keyAt(text, written);
    return start === undefined ? [] : [{ name, start: start + 1, end: start + written.length - 1 }];
  });
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}

function keyAt(text: string, written: string): number | undefined {
  for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1))
    if (/^\s{0,20}:/.test(text.slice(at + written.length, at + written.length + 24))) return at;
  return undefined;
}

const REQUIREMENT = /^[ \t]{0,20}([A-Za-z0-9](?:[\w.-]{0,98}[A-Za-z0-9])?)(?=[ \t]{0,20}(?:\[|[=<>~!;,]|#|$))/;

function requirements(text: string): DeclaredPackage[] {
  return eachLine(text, (line) => (/\s@\s/.test(line) ? undefined : REQUIREMENT.exec(line)?.[1]));
}

/** Arrays of requirements (`dependencies = ["x>=1"]`, groups, extras, the build's own), and tables with a package a key. */
function tomlPackages(text: string): DeclaredPackage[] {
  const found: DeclaredPackage[] = [];
  let [table, inArray, at] = ["", false, 0];
  for (const line of text.split("\n")) {
    const heading = /^\s{0,20}\[{1,2}([^\]]{1,200})\]{1,2}\s*(?:#|$)/.exec(line)?.[1];
    if (heading !== undefined) [table, inArray] = [heading, false];
    else {
      const key = /^\s{0,20}["']?([\w.-]{1,100})["']?\s{0,20}=/.exec(line)?.[1];
      if (key !== undefined && !inArray) {
        const isList = /^(project|build-system)$/.test(table)
          ? /^(dependencies|requires)$/.test(key)
          : LISTS.test(table);
        inArray = isList && /=\s{0,20}\[/.test(line);
        const isElsewhere = /\b(path|git|url)\s{0,10}=/.test(line);
        if (!inArray && TABLES.test(table) && key !== "python" && key !== "python_version" && !isElsewhere)
          found.push({ name: foldedPackage(key), ...placeOf(line, key, at) });
      }
      if (inArray) {
        for (const quoted of line.matchAll(/(["'])([^"']{1,300})\1/g)) {
          const name = /\s@\s/.test(quoted[2] ?? "") ? undefined : REQUIREMENT.exec(quoted[2] ?? "")?.[1];
          if (name) found.push({ name: foldedPackage(name), ...placeOf(line, name, at, quoted.index) });
        }
        if (/\]\s{0,20}(?:#.*)?$/.test(line)) inArray = false;
      }
    }
    at += line.length + 1;
  }
  return found;
}

const LISTS = /^(project\.optional-dependencies|dependency-groups|tool\.(uv|pdm)(\..+)?)$/;
const TABLES = /^(packages|dev-packages|tool\.poetry\.(dependencies|dev-dependencies|group\.[^.]+\.dependencies))$/;

function goModules(text: string): DeclaredPackage[] {
  const replaced = new Set(
    [...text.matchAll(/^[ \t]{0,20}(?:replace[ \t]{1,20})?(\S{1,200})(?:[ \t]{1,20}v\S{1,100})?[ \t]{1,20}=>/gm)].map(
      (match) => match[1],
    ),
  );
  return eachLine(
    text,
    (line) => {
      const name = /^\s{0,20}(?:require\s+)?([\w-]+(?:\.[\w-]+)+(?:\/[\w.~-]+)*)\s+v\d/.exec(line)?.[1];
      return name && !replaced.has(name) && !line.includes("=>") ? name : undefined;
    },
    false,
  );
}

function mavenPackages(text: string): DeclaredPackage[] {
  const pairs = text.matchAll(
    /<dependency>\s{0,200}<groupId>\s{0,20}([\w.-]{1,200})\s{0,20}<\/groupId>\s{0,200}<artifactId>\s{0,20}([\w.-]{1,200})/g,
  );
  return [...pairs].map((match) => ({
    name: `${match[1]}:${match[2]}`,
    start: match.index + match[0].length - (match[2] ?? "").length,
    end: match.index + match[0].length,
  }));
}

function gradlePackages(text: string): DeclaredPackage[] {
  const calls = text.matchAll(
    /\b(?:implementation|api|compile|compileOnly|runtimeOnly|testImplementation|annotationProcessor|kapt|classpath)\b[ \t(]{1,20}["']([\w.-]{1,200}:[\w.-]{1,200})/g,
  );
  return [...calls].map((match) => ({
    name: match[1] ?? "",
    start: match.index + match[0].length - (match[1] ?? "").length,
    end: match.index + match[0].length,
  }));
}

function eachLine(text: string, nameIn: (line: string) => string | undefined, folds = true): DeclaredPackage[] {
  const found: DeclaredPackage[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const name = nameIn(line.slice(0, 1000).trimEnd());
    if (name) found.push({ name: folds ? foldedPackage(name) : name, ...placeOf(line, name, at) });
    at += line.length + 1;
  }
  return found;
}

function placeOf(line: string, name: string, at: number, from = 0): { start: number; end: number } {
  const start = at + Math.max(0, line.indexOf(name, from));
  return { start, end: start + name.length };
}
