/** Our marker in a comment: unique to what the comment is about. */
const MARKER = /<!-- reflexgen:[^\n>]{1,70100} -->/g;

/** Whether two comments say the same: they hold the same last marker, or where there is none the same text. GitHub may change line ends. */
export function isSameBody(one: string, other: string): boolean {
  const [marker, otherMarker] = [one, other].map((body) => body.match(MARKER)?.at(-1));
  return marker !== undefined || otherMarker !== undefined ? marker === otherMarker : plain(one) === plain(other);
}

function plain(body: string): string {
  return body.replaceAll("\r\n", "\n").trim();
}
