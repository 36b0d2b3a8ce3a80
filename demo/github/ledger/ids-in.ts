/** The ids that an answer tells of: its own first, then those of a list in it. */
export function idsIn(body: unknown): number[] {
  if (Array.isArray(body)) return body.flatMap(idsIn);
  if (typeof body !== "object" || body === null || !("id" in body)) return [];
  return typeof body.id === "number" ? [body.id] : [];
}
