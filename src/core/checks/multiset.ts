/** What `items` holds more often than `without` does, by key, in order. */
export function surplus<T>(items: readonly T[], without: readonly T[], key: (item: T) => string): T[] {
  const counts = new Map<string, number>();
  for (const item of without) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return items.filter((item) => {
    const left = counts.get(key(item)) ?? 0;
    counts.set(key(item), left - 1);
    return left <= 0;
  });
}

/** `a`, `b`, and 3 more: for details that stay one line. */
export function listed(names: readonly string[], most = 3): string {
  const unique = [...new Set(names)];
  const shown = unique.slice(0, most).map((name) => `\`${clipped(name)}\``);
  return unique.length > most ? `${shown.join(", ")} and ${unique.length - most} more` : shown.join(", ");
}

/** A text of the code on one line of at most 100 characters, without back-ticks. */
export function clipped(text: string, most = 100): string {
  const line = text.replaceAll(/\s+/g, " ").replaceAll("`", "'").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
