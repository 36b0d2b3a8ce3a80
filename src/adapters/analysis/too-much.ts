import type { Source } from "../../core/analysis.ts";

export type SizeLimits = { maxFileBytes: number; maxLineLength: number };

/** Why a source is not worth a parser's time; undefined when it is. Longer lines are generated code or an attack. */
export function tooMuch({ text }: Source, { maxFileBytes, maxLineLength }: SizeLimits): string | undefined {
  if (text.length > maxFileBytes || Buffer.byteLength(text) > maxFileBytes)
    return `file larger than ${inBytes(maxFileBytes)}`;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    if (end - at > maxLineLength) return `line longer than ${maxLineLength.toLocaleString("en")} characters`;
    at = end + 1;
  }
  return undefined;
}

function inBytes(bytes: number): string {
  return bytes >= 1e6 ? `${+(bytes / 1e6).toFixed(1)} MB` : `${+(bytes / 1e3).toFixed(1)} kB`;
}
