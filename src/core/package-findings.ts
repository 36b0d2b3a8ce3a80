import type { ChangedFile, RepositoryFiles } from "./change.ts";
import type { Defect } from "./finding.ts";
import { declaredPackages, type DeclaredPackage } from "./packages/declared-packages.ts";
import { ecosystemOf, type Ecosystem } from "./packages/ecosystem.ts";
import { lockedPackages, type Locked } from "./packages/locked-packages.ts";
import { isPopular, looksLike } from "./packages/look-alike.ts";
import { unknownImports } from "./packages/unknown-imports.ts";
import type { FileReading } from "./read-file.ts";
import type { Account } from "./review-account.ts";
import { suppressionOf } from "./suppression.ts";
import { lineStarts, overlaps, spanOf } from "./text.ts";

/** Reliance on a component that is not trustworthy: MITRE's name for a package that nobody vouches for. */
const PACKAGE_WEAKNESS = "CWE-1357";

const LOOK_ALIKE_ADVICE =
  "Compare the name, letter by letter, with the project that you mean, and look at its page in the registry before anyone installs it: installing runs its code.";
const UNLOCKED_ADVICE =
  "Look the name up in its registry before anyone installs it; if it exists and is the one that you mean, install it and commit the lockfile with this change.";
const UNDECLARED_ADVICE =
  "If the package exists and is the one that you mean, add it to the manifest with a version; else use what the project has already.";

type Noted = { defect: Defect; advice: string };

/**
 * Packages that the change brings: names that are easily taken for another, that the lockfile does not hold, and imports that no manifest
 * names. Placed by hand, as secrets are: no rule of a language sees them. Says how many.
 */
export async function findPackages(
  { file, outline }: FileReading,
  files: Pick<RepositoryFiles, "read">,
  account: Pick<Account, "find">,
): Promise<number> {
  const ecosystem = ecosystemOf(file.path);
  const noted = ecosystem
    ? await newPackages(file, ecosystem, files)
    : (await unknownImports(file, outline, files)).map((unknown) => undeclared(unknown, file.head));
  for (const { defect, advice } of noted) {
    const about = {
      path: file.path,
      symbol: "",
      origin: "introduced" as const,
      provenance: file.provenance,
      citations: [],
    };
    account.find({ ...defect, ...about, advice }, suppressionOf(defect, file));
  }
  return noted.length;
}

async function newPackages(
  file: ChangedFile,
  ecosystem: Ecosystem,
  files: Pick<RepositoryFiles, "read">,
): Promise<Noted[]> {
  const known = new Set(
    file.base === undefined ? [] : declaredPackages(file.previousPath ?? file.path, file.base).map(({ name }) => name),
  );
  const added = declaredPackages(file.path, file.head).filter(({ name }) => !known.has(name));
  if (added.length === 0) return [];
  const starts = lineStarts(file.head);
  const placed = [...new Map(added.map((one) => [one.name, one])).values()].filter(({ start, end }) =>
    file.changedLines.some((range) => overlaps(range, spanOf(file.head, start, end, starts))),
  );
  const locked = await lockedPackages(file.path, files.read);
  return placed.flatMap((one) => {
    const like = looksLike(one.name, ecosystem);
    if (like !== undefined) return [lookAlike(one, like, file.head)];
    return isUnlocked(one, ecosystem, locked) ? [unlocked(one, locked, file.head)] : [];
  });
}

/** A name that everybody knows is no invention: there the lockfile is merely behind. */
function isUnlocked({ name }: DeclaredPackage, ecosystem: Ecosystem, locked: readonly Locked[]): boolean {
  return locked.length > 0 && !locked.some(({ names }) => names.has(name)) && !isPopular(name, ecosystem);
}

function lookAlike({ name, start, end }: DeclaredPackage, like: string, text: string): Noted {
  return {
    advice: LOOK_ALIKE_ADVICE,
    defect: {
      ...placeOf(text, start, end),
      severity: "high",
      confidence: 0.7,
      title: `The package ${name} looks like ${like}`,
      reason: `This change asks for ${name}. People who mean ${like} type that by mistake, AI tools invent it, and attackers publish packages under such names.`,
      sink: `package:${name}`,
      claimedBy: [{ kind: "rule", id: "package-look-alike" }],
    },
  };
}

function unlocked({ name, start, end }: DeclaredPackage, locked: readonly Locked[], text: string): Noted {
  const where = locked.map(({ path }) => path).join(" and ");
  return {
    advice: UNLOCKED_ADVICE,
    defect: {
      ...placeOf(text, start, end),
      severity: "medium",
      confidence: 0.6,
      title: `The new package ${name} is not in the lockfile`,
      reason: `${where} at this commit does not hold ${name}, so nobody installed it with this change. A name that does not exist is the commonest mistake of AI tools, and attackers register such names.`,
      sink: `package:${name}`,
      claimedBy: [{ kind: "rule", id: "package-not-locked" }],
    },
  };
}

function undeclared(
  { name, start, end, manifests }: Awaited<ReturnType<typeof unknownImports>>[number],
  text: string,
): Noted {
  return {
    advice: UNDECLARED_ADVICE,
    defect: {
      ...placeOf(text, start, end),
      severity: "low",
      confidence: 0.5,
      title: `The imported package ${name} is not declared`,
      reason: `${manifests[0]} does not name ${name}, and there is no file of that name here. AI tools import packages that do not exist, and attackers register such names.`,
      sink: `package:${name}`,
      claimedBy: [{ kind: "rule", id: "package-not-declared" }],
    },
  };
}

function placeOf(text: string, start: number, end: number): Pick<Defect, "weakness" | "span" | "quote"> {
  return { weakness: PACKAGE_WEAKNESS, span: spanOf(text, start, end), quote: text.slice(start, end) };
}
