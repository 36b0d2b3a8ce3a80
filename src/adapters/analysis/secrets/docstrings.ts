/** A triple quote that begins a line: a text that nobody uses, unlike one that is given to a name or a call. */
const OPENING = /^[ \t]{0,200}[rRuU]?("""|''')/gm;

/** Where Python's docstrings stand, as offsets `[start, end)` by position; what begins in another is a part of it. */
export function docstringsIn(text: string): [number, number][] {
  const places: [number, number][] = [];
  let from = 0;
  for (const { 0: opening, 1: quotes = "", index } of text.matchAll(OPENING)) {
    if (index < from) continue;
    const closing = text.indexOf(quotes, index + opening.length);
    from = closing < 0 ? text.length : closing + quotes.length;
    places.push([index, from]);
  }
  return places;
}
