import { familyOf } from "../language.ts";
import { failed, notRun, passed, type Look, type Side, type Verdict } from "./check-types.ts";
import { listed, surplus } from "./multiset.ts";
import { meets } from "./region.ts";
import { tokensOf } from "./tokens.ts";

/** What the patch imports, the unit uses; and in Go, which refuses to compile otherwise, every import is still used. */
export function importsUsed({ before, after, language }: Look): Verdict {
  const { reading } = after;
  if (!before.reading?.outline || !reading?.outline || !reading.facts)
    return notRun(before.unread || after.unread || "no outline for this language here");
  if (familyOf(language) === "c") return passed("headers bind no names of their own");

  const bindings = (imports: typeof reading.outline.imports) =>
    imports.flatMap((each) => each.names.map((name) => ({ name, module: each.module })));
  const added = surplus(
    bindings(reading.outline.imports),
    bindings(before.reading.outline.imports),
    (each) => each.name,
  );
  // A top-level unit holds its imports itself, so free names do not tell there what is used.
  const used = new Set(usedNames(after));
  const idle = added.filter(({ name }) => name !== "*" && !used.has(name));
  if (idle.length > 0) return failed(`imported but not used: ${listed(idle.map((each) => each.name))}`);
  const nameless = surplus(reading.outline.imports, before.reading.outline.imports, (each) => each.module).find(
    (each) => each.names.length === 0,
  );
  if (nameless) return failed(`imported only for its effects: ${listed([nameless.module])}`);
  if (language === "go") {
    const [old, now] = [before, after].map((side) => new Set(usedNames(side, side.text))) as [Set<string>, Set<string>];
    const orphan = reading.outline.imports
      .flatMap((each) => each.names)
      .find((name) => old.has(name) && !now.has(name));
    if (orphan) return failed(`the import ${listed([orphan])} is no longer used, so Go does not compile it`);
  }
  return passed(added.length > 0 ? "every import that came is used" : "no import came");
}

/** Names in the unit, or in `text`, outside imports. */
function usedNames({ reading, tokens }: Side, text?: string): string[] {
  const imports = reading?.outline?.imports ?? [];
  return (text === undefined ? tokens : tokensOf(text, "go"))
    .filter((token) => token.kind === "name" && !imports.some((each) => meets(each.span, token)))
    .map((token) => token.text.replace(/^@/, ""));
}
