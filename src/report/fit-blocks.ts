/** A piece of Markdown that stands by itself, from its fullest form to its shortest; the first that fits is taken. */
export type Block = readonly [string, ...string[]];

/**
 * Blocks with blank lines between them, in at most `limitBytes` of UTF-8, so that no way of counting characters passes it. From the
 * first block that doesn't fit on, all are left out and counted by `more`, whose text must be short.
 */
export function fitBlocks(blocks: readonly Block[], limitBytes: number, more: (left: number) => string): string {
  const whole = blocks.map(([full]) => full).join("\n\n");
  if (Buffer.byteLength(whole) <= limitBytes) return whole;
  const room = limitBytes - Buffer.byteLength(more(blocks.length)) - 2;
  let result = "";
  for (const [index, forms] of blocks.entries()) {
    const isLast = index === blocks.length - 1;
    const gap = result === "" ? "" : "\n\n";
    const most = isLast ? limitBytes : room;
    const form = forms.find((text) => Buffer.byteLength(result) + Buffer.byteLength(gap + text) <= most);
    if (form === undefined) return result + gap + more(blocks.length - index);
    result += gap + form;
  }
  return result;
}
