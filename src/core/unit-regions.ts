import type { Definition, Outline } from "./analysis.ts";
import type { LineRange } from "./text.ts";

/** Lines that belong together: a definition's own ones, or (without one) code at the top level. */
export type Region = { definition?: Definition; lines: LineRange };

/** A function up to this size is one unit, whatever functions stand inside it. */
const WHOLE_FUNCTION_LINES = 120;

/**
 * Every line of a file in exactly one region, in order.
 *
 * A function or method is one region, nested functions included, unless it is longer than 120 lines: then functions inside it stand for themselves.
 * What a class holds besides its methods, and what stands between definitions, makes up the others.
 */
export function regionsOf(outline: Outline, lineCount: number): Region[] {
  const owners: (Definition | undefined)[] = Array.from({ length: lineCount });
  for (const definition of outline.definitions) paint(owners, definition);
  const regions: Region[] = [];
  owners.forEach((definition, index) => {
    const last = regions.at(-1);
    if (last && last.definition === definition) last.lines.endLine = index + 1;
    else regions.push({ ...(definition && { definition }), lines: { startLine: index + 1, endLine: index + 1 } });
  });
  return regions;
}

/** Definitions come outer before inner, so what is painted over is around. */
function paint(owners: (Definition | undefined)[], definition: Definition): void {
  const { startLine, endLine } = definition.span;
  const around = owners[startLine - 1];
  if (around && isWhole(around) && around.span.endLine >= endLine) return;
  // Two functions that share a line can't be told apart by lines: they stay together.
  const shown = around && isFunction(around) && around.span.endLine < endLine ? around : definition;
  owners.fill(shown, startLine - 1, Math.min(endLine, owners.length));
}

function isWhole(definition: Definition): boolean {
  const { startLine, endLine } = definition.span;
  return isFunction(definition) && endLine - startLine < WHOLE_FUNCTION_LINES;
}

export function isFunction(definition: Definition): boolean {
  return definition.kind === "function" || definition.kind === "method";
}
