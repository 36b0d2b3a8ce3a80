import type { CommandName, CommandProblem } from "./command.ts";
import type { Ledger, LedgerEntry } from "../ledger/ledger.ts";

/** Ids that one answer names at most. */
const MOST_NAMED = 10;

/**
 * The finding that a command is about: the one it names, or, in a finding's own thread, that one. Nothing is guessed: where none or several
 * could be meant, those are named.
 */
export function whichFinding(
  { name, id }: { name: CommandName; id?: string },
  firstComment: number | undefined,
  { entries }: Ledger,
): LedgerEntry | CommandProblem {
  const here = entries.filter(({ thread }) => thread !== undefined && thread.first.id === firstComment);
  const candidates = here.length > 0 ? here : entries.filter(({ state }) => state === "open" || state === "late");
  const ids = [...new Set(candidates.map(({ finding }) => finding.id))].slice(0, MOST_NAMED);
  if (id === undefined) {
    const [only] = here;
    return only && ids.length === 1 ? only : { what: "which-finding", command: name, ids };
  }
  // The newest comment about it: it may have been said again after it was fixed.
  return entries.findLast(({ finding }) => finding.id === id) ?? { what: "no-such-finding", id, ids };
}
