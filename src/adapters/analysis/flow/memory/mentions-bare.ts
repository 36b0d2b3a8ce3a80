/** Whether the text names the path itself, not only something behind it: `p` in `p == q`, not in `p->next` or `*p`. */
export function mentionsBare(text: string, path: string): boolean {
  // Most texts don't hold it at all.
  if (!mayMention(text, path)) return false;
  const squeezed = text.replace(/\s+/g, "");
  for (let at = squeezed.indexOf(path); at >= 0; at = squeezed.indexOf(path, at + 1)) {
    const before = squeezed.slice(Math.max(0, at - 2), at);
    const after = squeezed.slice(at + path.length, at + path.length + 2);
    if (/[\w.]$|->$|(?:^|[^\w)\]])\*$/.test(before) || /^(?:\w|->|\.|\[|\()/.test(after)) continue;
    return true;
  }
  return false;
}

/** Whether the text names the path, or something behind it. */
export function mentions(text: string, path: string): boolean {
  // Most texts don't hold it at all.
  if (!mayMention(text, path)) return false;
  const squeezed = text.replace(/\s+/g, "");
  for (let at = squeezed.indexOf(path); at >= 0; at = squeezed.indexOf(path, at + 1)) {
    const isWhole = !/[\w.]$|->$/.test(squeezed.slice(Math.max(0, at - 2), at));
    if (isWhole && !/^\w/.test(squeezed.slice(at + path.length, at + path.length + 1))) return true;
  }
  return false;
}

function mayMention(text: string, path: string): boolean {
  return text.includes(/^\w*/.exec(path)?.[0] ?? "");
}
