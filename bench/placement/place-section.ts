const [START, END] = ["<!-- placement: npm run bench:placement -->", "<!-- end of placement -->"];

/** The page with this section in its place, at the end where it had none. */
export function withPlacement(page: string, section: string): string {
  const now = `${START}\n\n${section.trim()}\n\n${END}`;
  const before = placementOf(page);
  return before === undefined ? `${page.trimEnd()}\n\n${now}\n` : page.replace(before, () => now);
}

/** The section as it stands in a page, its marks included. */
export function placementOf(page: string): string | undefined {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  return start >= 0 && end > start ? page.slice(start, end + END.length) : undefined;
}
