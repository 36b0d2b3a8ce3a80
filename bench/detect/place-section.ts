const [START, END] = ["<!-- detection: npm run bench:detect -->", "<!-- end of detection -->"];

/** The page with this section in its place, at the end where it had none. */
export function withDetection(page: string, section: string): string {
  const without = page.replace(detectionOf(page) ?? "", "").trimEnd();
  return `${without}\n\n${START}\n\n${section.trim()}\n\n${END}\n`;
}

/** The section as it stands in a page, its marks included. */
export function detectionOf(page: string): string | undefined {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  return start >= 0 && end > start ? page.slice(start, end + END.length) : undefined;
}
