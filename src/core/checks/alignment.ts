import type { Language } from "../language.ts";
import { extendsCall } from "./extended-call.ts";
import { renamesBetween, sameBut, type Renames } from "./renames.ts";
import { strengthens } from "./strengthened.ts";
import type { Look } from "./check-types.ts";
import { concernsRelease } from "./data/weakness-kinds.ts";
import { statementText, type Statement } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** How the old unit's statements stand in the new one. */
export type Alignment = {
  /** Old statements outside the repair's region that are gone or changed. */
  missing: Statement[];
  /** New statements that no old one explains. */
  added: Statement[];
  /** Heads of `if` and the like whose condition gained a further demand. */
  strengthened: Statement[];
  /** Calls that took a repaired value and now take what is bound beside it, too: `run(sql)` became `run(sql, (name,))`. */
  extended: Statement[];
  /** Names that only the new unit has. */
  newNames: Set<string>;
  /** Which new name may stand for which old one. */
  renames: Renames;
};

/**
 * Walks both units in order. What the repair has no business with must stand in the new unit as it was, in the same order;
 * allowed is only that a repaired value goes on under a new name, and that a condition demands more than before.
 */
export function alignmentOf(look: Omit<Look, "alignment">): Alignment {
  const { before, after, region, language, input } = look;
  const newNames = new Set(variablesOf(after.tokens));
  for (const name of variablesOf(before.tokens)) newNames.delete(name);
  const renames = renamesBetween(before.statements, after.statements, language, region.names, newNames);
  const same = (old: Statement, now: Statement): boolean => sameBut(old.tokens, now.tokens, renames);
  const concerned = new Set([...region.names, ...newNames]);

  const explained = new Set<Statement>();
  const alignment: Alignment = { missing: [], added: [], strengthened: [], extended: [], newNames, renames };
  let at = 0;
  for (const old of before.statements) {
    if (isImport(old, language)) continue;
    const rest = after.statements.slice(at);
    const step = rest.findIndex((now) => same(old, now));
    const stronger =
      step < 0 ? rest.findIndex((now, index) => strengthens(old, now, rest[index + 1], language, concerned)) : -1;
    const longer =
      step < 0 && stronger < 0 ? rest.findIndex((now) => extendsCall(old.tokens, now.tokens, concerned)) : -1;
    const found = Math.max(step, stronger, longer);
    const now = rest[found];
    // A statement of the region may be matched, so that what stays of it is no addition, but then it must not skip others.
    if (region.statements.has(old)) {
      if (step >= 0 && now) explained.add(now);
      continue;
    }
    if (!now) {
      alignment.missing.push(old);
      continue;
    }
    if (stronger >= 0) alignment.strengthened.push(now);
    if (longer >= 0) alignment.extended.push(now);
    explained.add(now);
    at += found + 1;
  }
  alignment.added = after.statements.filter((now) => !explained.has(now) && !isImport(now, language));
  if (input.defects.some((defect) => concernsRelease(defect.weakness))) acceptMoves(alignment);
  return alignment;
}

/** Freeing later or earlier is how a use after free is repaired. */
function acceptMoves(alignment: Alignment): void {
  alignment.missing = alignment.missing.filter((old) => {
    const moved = RELEASE.test(old.tokens[0]?.text ?? "")
      ? alignment.added.findIndex((now) => statementText(now) === statementText(old))
      : -1;
    if (moved >= 0) alignment.added.splice(moved, 1);
    return moved < 0;
  });
}
const RELEASE = /free|delete|release|close|destroy|unref|put$/i;

/** Names that stand for variables: no properties, no names of keyword arguments. */
function variablesOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, index) => {
    const before = tokens[index - 1]?.text ?? "";
    const isProperty = /^(\.|\?\.|->|::)$/.test(before);
    const isKeyword = tokens[index + 1]?.text === "=" && /^[(,]$/.test(before);
    return token.kind === "name" && !isProperty && !isKeyword ? [token.text] : [];
  });
}

export function namesOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => (token.kind === "name" ? [token.text] : []));
}

/** Imports inside a unit have checks of their own; one that is only made for its effects is a statement like others. */
function isImport(statement: Statement, language: Language): boolean {
  const [first, second] = statement.tokens;
  if (first?.text === "import" && second?.text === "(") return language === "go";
  if (first?.text === "from" || first?.text === "import") return second?.kind !== "string";
  return first?.text === "#include" || (first?.text === "#" && second?.text === "include");
}
