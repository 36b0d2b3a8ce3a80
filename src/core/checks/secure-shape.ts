import type { Shape } from "../analysis.ts";
import { contains } from "../text.ts";
import { failed, notRun, passed, type Look, type Side, type Verdict } from "./check-types.ts";
import { meets } from "./region.ts";
import { listed, surplus } from "./multiset.ts";

/** Secure shapes in the unit that did not stand there before. */
export function newShapes(look: Look): Shape[] {
  const keyed = (side: Side): { key: string; shape: Shape }[] =>
    (side.reading?.shapes ?? [])
      .filter((shape) => contains(side.lines, shape.span) || isImported(shape, side))
      .map((shape) => ({ shape, key: keyOf(shape, side) }));
  return surplus(keyed(look.after), keyed(look.before), (each) => each.key).map((each) => each.shape);
}

/** An import is outside the unit, and can be what makes it secure. */
function isImported(shape: Shape, side: Side): boolean {
  return side.reading?.outline?.imports.some((each) => meets(each.span, shape.span)) ?? false;
}

/** Its text, with the modules behind its names: `rand.Read` of another package is another shape. */
function keyOf(shape: Shape, side: Side): string {
  const text = side.text.slice(shape.span.start, shape.span.end).replace(/\s+/g, " ");
  const names = new Set(text.match(/[\w$]+/g));
  const modules = (side.reading?.outline?.imports ?? [])
    .filter((each) => each.names.some((name) => names.has(name)))
    .map((each) => each.module);
  return [shape.ruleId, text, ...modules].join(" ");
}

/** The weakness is gone for a reason: a secure shape of a rule that reported it stands in the unit, and did not before. */
export function secureShape(look: Look): Verdict {
  const shaped = look.rules.filter((rule) => rule.hasShape);
  const wanted = look.input.defects
    .map((defect) => ({
      defect,
      rules: shaped
        .filter((rule) => defect.claimedBy.some((claim) => claim.kind === "rule" && claim.id === rule.id))
        .map((rule) => rule.id),
    }))
    .filter(({ rules }) => rules.length > 0);
  if (wanted.length === 0) return notRun("no rule with a secure shape reported this");
  if (!look.before.reading?.shapes || !look.after.reading?.shapes)
    return notRun(look.before.unread || look.after.unread || "no shapes read");
  const shapes = newShapes(look);
  const bare = wanted.find(({ rules }) => !shapes.some((shape) => rules.includes(shape.ruleId)));
  if (bare)
    return failed(
      `no secure shape of ${listed(bare.rules)} stands in the repaired unit: the sink was only hidden or renamed`,
    );
  return passed(`a secure shape stands in line ${shapes[0]?.span.startLine ?? look.after.lines.startLine}`);
}
