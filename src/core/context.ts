import type { Analysis } from "./analysis.ts";
import type { Change } from "./change.ts";
import type { ContextItem, Unit } from "./unit.ts";

export type UnitContext = { items: ContextItem[]; left: number };

export async function contextOf(_unit: Unit, _change: Change, _analysis: Analysis): Promise<UnitContext> {
  return { items: [], left: 0 };
}
