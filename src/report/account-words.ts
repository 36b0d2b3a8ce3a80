import type { Review } from "../core/review.ts";
import { shortSha, type Speech } from "./speech.ts";
import { costWords, count, groupUnread, readWords, suppressedWords } from "./wording.ts";

const MOST_GROUPS = 12;
const MOST_NOTES = 10;
/** A flag that nobody has on a pull request. */
const COMMAND_LINE_ONLY = /; --all shows (?:it|them)$/;

/** "Read at `abc1234`: 2 files, 3 units, 41 lines, by rules and the model X." What the model had examined before is said, too. */
export function readSentence({ read, model, earlier }: Review, headSha: string, { say }: Speech): string {
  const by = model ? `rules and the model ${say(model.name, 100)}` : "rules alone, no model";
  const before =
    earlier && earlier.units > 0
      ? ` The model had examined ${count(earlier.units, "of the units", "of the units")} at ${shortSha(earlier.headSha)}; nothing was pushed to them since.`
      : "";
  return `Read at ${shortSha(headSha)}: ${readWords(read)}, by ${by}.${before}`;
}

/** What should have been read and was not: this is never folded away. */
export function failedWords({ unread }: Review, speech: Speech): string[] {
  return unreadList(
    unread.filter(({ failed }) => failed),
    (places) => `**Not read, though it should have been (${places}):**`,
    speech,
  );
}

/** What was left out by choice, or holds nothing that can be reviewed. */
export function leftWords({ unread }: Review, speech: Speech): string[] {
  return unreadList(
    unread.filter(({ failed }) => !failed),
    (places) => `Left out (${places}):`,
    speech,
  );
}

/** Silenced findings, notes, rounds, tokens and time. */
export function accountWords({ suppressed, notes, accounts, cost }: Review, { say }: Speech): string[] {
  const rounds = accounts.reduce((sum, account) => sum + account.rounds, 0);
  return [
    ...(suppressed.length > 0
      ? [`Silenced by what stands at the base side: ${say(suppressedWords(suppressed))}.`]
      : []),
    ...notes.slice(0, MOST_NOTES).map((note) => `Note: ${say(note.replace(COMMAND_LINE_ONLY, ""))}`),
    `Cost: ${rounds > 0 ? `${count(rounds, "round")} of repair, ` : ""}${costWords(cost)}.`,
  ];
}

function unreadList(unread: Review["unread"], label: (places: string) => string, { say, code }: Speech): string[] {
  if (unread.length === 0) return [];
  const groups = groupUnread(unread, { places: 5 });
  const items = groups.slice(0, MOST_GROUPS).map(({ reason, places, amount }) => {
    const more = amount > places.length ? ` and ${count(amount - places.length, "more", "more")}` : "";
    return `- ${say(reason, 300)}: ${places.map((place) => code(place)).join(", ")}${more}`;
  });
  const rest = groups.slice(MOST_GROUPS).reduce((sum, { amount }) => sum + amount, 0);
  return [
    [
      label(count(unread.length, "place")),
      "",
      ...items,
      ...(rest > 0 ? [`- ${count(rest, "more", "more")} for other reasons`] : []),
    ].join("\n"),
  ];
}
