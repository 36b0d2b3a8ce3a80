import { familyOf } from "../language.ts";
import { failed, notRun, passed, type Look, type Side, type Verdict } from "./check-types.ts";
import { listed, surplus } from "./multiset.ts";
import { meets } from "./region.ts";
import { tokensOf, type Token } from "./tokens.ts";

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
  const used = new Set(usedNames(after, after.tokens).map(nameOf));
  const idle = added.filter(({ name }) => name !== "*" && !used.has(name));
  if (idle.length > 0) return failed(`imported but not used: ${listed(idle.map((each) => each.name))}`);
  const nameless = surplus(reading.outline.imports, before.reading.outline.imports, (each) => each.module).find(
    (each) => each.names.length === 0,
  );
  if (nameless) return failed(`imported only for its effects: ${listed([nameless.module])}`);
  const gone = surplus(
    bindings(before.reading.outline.imports),
    bindings(reading.outline.imports),
    (each) => `${each.name} ${each.module}`,
  );
  const elsewhere = new Set(
    usedNames(after, tokensOf(after.text, language))
      .filter((token) => !meets(token, unitOf(after)))
      .map(nameOf),
  );
  const missed = gone.find((each) => elsewhere.has(each.name));
  if (missed)
    return failed(`other code of the file uses the import ${listed([missed.name])}, which is gone or another one now`);

  if (language === "go") {
    const everywhere = (side: Side): Set<string> => new Set(usedNames(side, tokensOf(side.text, "go")).map(nameOf));
    const [old, now] = [everywhere(before), everywhere(after)];
    const orphan = reading.outline.imports
      .flatMap((each) => each.names)
      .find((name) => old.has(name) && !now.has(name));
    if (orphan) return failed(`the import ${listed([orphan])} is no longer used, so Go does not compile it`);
  }
  return passed(added.length > 0 ? "every import that came is used" : "no import came");
}

/** Names outside imports. */
function usedNames({ reading }: Side, tokens: readonly Token[]): Token[] {
  const imports = reading?.outline?.imports ?? [];
  return tokens.filter((token) => token.kind === "name" && !imports.some((each) => meets(each.span, token)));
}

function nameOf(token: Token): string {
  return token.text.replace(/^@/, "");
}

function unitOf(side: Side): { start: number; end: number } {
  return { start: side.start, end: side.start + side.code.length };
}
