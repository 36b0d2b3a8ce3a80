/** Where a secret value stands: UTF-16 offsets, `end` excluded. */
export type FoundSecret = { kind: string; start: number; end: number };
