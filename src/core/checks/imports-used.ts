import { familyOf } from "../language.ts";
import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { listed, surplus } from "./multiset.ts";
import { newDiagnostics } from "./parses.ts";
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
  const used = new Set(reading.facts.freeNames);
  const idle = added.filter(({ name }) => name !== "*" && !used.has(name));
  if (idle.length > 0) return failed(`imported but not used: ${listed(idle.map((each) => each.name))}`);
  const nameless = surplus(reading.outline.imports, before.reading.outline.imports, (each) => each.module).find(
    (each) => each.names.length === 0,
  );
  if (nameless) return failed(`imported only for its effects: ${listed([nameless.module])}`);
  const problem = newDiagnostics(before.reading.diagnostics ?? [], reading.diagnostics ?? [], ["unused"]).find((each) =>
    /import/i.test(each.message),
  );
  if (problem) return failed(`line ${problem.span.startLine}: ${problem.message}`);

  if (language === "go") {
    const words = (text: string): Set<string> =>
      new Set(tokensOf(text, "go").flatMap((token) => (token.kind === "name" ? [token.text] : [])));
    const [old, now] = [words(before.text), words(after.text)];
    const orphan = reading.outline.imports
      .flatMap((each) => each.names)
      .find((name) => old.has(name) && !now.has(name) && name !== "_" && name !== ".");
    if (orphan) return failed(`the import ${listed([orphan])} is no longer used, so Go does not compile it`);
  }
  return passed(added.length > 0 ? "every import that came is used" : "no import came");
}
