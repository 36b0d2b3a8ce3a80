import type { LedgerRow } from "../core/words.ts";

/** Does it still need somebody? What was found late does as much as the rest. */
export function isOpen({ state }: LedgerRow): boolean {
  return state === "open" || state === "late";
}

export function openRows(rows: readonly LedgerRow[]): LedgerRow[] {
  return rows.filter(isOpen);
}
