import { textOfLines } from "../text.ts";
import type { ContextItem } from "../unit.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";

/** The context of a unit as the model reads it: each piece under a line that says what it is and why it is here. */
export function contextText(
  context: readonly ContextItem[],
  deps: Pick<ReflexionDeps, "redactor">,
  addedImports: readonly string[] = [],
): string {
  const pieces = context.map(
    (item) =>
      `# ${item.role} (${item.reason}), ${item.path}:${item.lines.startLine}\n${deps.redactor.scrub(item.code.trimEnd(), item.path)}\n`,
  );
  // Without them a repaired version seems to use names that nobody imports.
  if (addedImports.length > 0)
    pieces.push(`# imports (of the file, too)\n${deps.redactor.scrub(addedImports.join("\n"))}\n`);
  return pieces.length > 0 ? pieces.join("\n") : "nothing found\n";
}

/** Text of the unit, or about it, with secrets taken out; line for line the same. */
export function withoutSecrets(text: string, { unit }: UnitCase, deps: Pick<ReflexionDeps, "redactor">): string {
  return deps.redactor.scrub(text, unit.path);
}

/** The imports of the unit's file: part of the task that knowledge is asked with. */
export function importsText(unitCase: UnitCase): string {
  const { file, outline } = unitCase;
  return (outline?.imports ?? []).map((item) => textOfLines(file.head, item.span).trim()).join("\n");
}
