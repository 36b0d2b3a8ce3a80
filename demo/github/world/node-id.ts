/**
 * GraphQL's global ids: a type's prefix as on GitHub (`PR`, `PRRT`, `PRRC`, `IC`, `R`, `U`, `BOT`, `CR` …) and the number.
 * The product must treat them as opaque; `readNodeId` is for this GitHub's own resolvers.
 */
export function nodeId(prefix: string, id: number): string {
  return `${prefix}_kwDO${Buffer.from(String(id)).toString("base64url")}`;
}

/** @returns undefined when the text is no id of this GitHub */
export function readNodeId(text: string): { prefix: string; id: number } | undefined {
  const match = /^([A-Z]{1,8})_kwDO([\w-]{1,24})$/i.exec(text);
  const id = Number(Buffer.from(match?.[2] ?? "", "base64url").toString());
  return match?.[1] !== undefined && Number.isSafeInteger(id) && id > 0 ? { prefix: match[1], id } : undefined;
}
