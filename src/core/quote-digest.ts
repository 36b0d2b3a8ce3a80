import { createHash } from "node:crypto";

/** Sixteen hexadecimal digits of quoted code: equal where only white space differs. */
export function quoteDigest(quote: string): string {
  return createHash("sha256").update(quote.replace(/\s+/g, "")).digest("hex").slice(0, 16);
}
