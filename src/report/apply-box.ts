const WORDS = "Commit all checked fixes";
const BOX = /^- \[([ xX])\] Commit all checked fixes(?= \(|\s*$)/m;

/** The box of the summary that asks for all checked fixes, as one line. A tick in it is no edit of what is signed. */
export function applyBox(fixes: number): string {
  return `- [ ] ${WORDS} (${fixes})`;
}

/** Is the box of this comment ticked? Whose comment it is, and who ticked it, the caller knows. */
export function isTicked(body: string): boolean {
  return (BOX.exec(body)?.[1] ?? " ") !== " ";
}

/** The comment with the box empty, and nothing else changed. */
export function cleared(body: string): string {
  return body.replace(BOX, (line) => line.replace(/\[[xX]\]/, "[ ]"));
}
