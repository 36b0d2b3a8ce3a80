/** No text without one of these can hide anything: marks of direction, characters of no width, fillers, tags, letters of other scripts. */
const SUSPECTS =
  // oxlint-disable-next-line no-misleading-character-class -- each of them counts by itself
  /[\u00ad\u034f\u0370-\u058f\u061c\u115f\u1160\u13a0-\u13ff\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uff21-\uff5a\uffa0\udb40]/;

export function mayHideText(text: string): boolean {
  return SUSPECTS.test(text);
}
