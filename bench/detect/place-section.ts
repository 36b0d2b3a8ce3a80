/** Sections of docs/benchmarks.md that a command of their own writes. */
const COMMANDS = { detection: "npm run bench:detect", noise: "npm run bench:noise" } as const;
export type OwnSection = keyof typeof COMMANDS;

/** The page with this section in its place, at the end where it had none. */
export function withSection(page: string, name: OwnSection, section: string): string {
  const own = `${startOf(name)}\n\n${section.trim()}\n\n${endOf(name)}`;
  const known = sectionOf(page, name);
  return known === undefined ? `${page.trimEnd()}\n\n${own}\n` : page.replace(known, () => own);
}

/** The section as it stands in a page, its marks included. */
export function sectionOf(page: string, name: OwnSection): string | undefined {
  const start = page.indexOf(startOf(name));
  const end = page.indexOf(endOf(name));
  return start >= 0 && end > start ? page.slice(start, end + endOf(name).length) : undefined;
}

function startOf(name: OwnSection): string {
  return `<!-- ${name}: ${COMMANDS[name]} -->`;
}

function endOf(name: OwnSection): string {
  return `<!-- end of ${name} -->`;
}
