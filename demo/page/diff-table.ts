import { markup, type Html } from "./markup.ts";

/** A line as a diff shows it. */
export type DiffLine = { sign: "+" | "-" | " " | "@"; text: string; oldLine?: number; newLine?: number };

export function diffTable(lines: readonly DiffLine[]): Html {
  const rows = lines.map(
    ({ sign, text, oldLine, newLine }) =>
      markup`<tr class="${ROWS[sign]}">
        <td class="n">${oldLine}</td>
        <td class="n">${newLine}</td>
        <td class="c">${sign === "@" ? text : `${sign}${text}`}</td>
      </tr>`,
  );
  return markup`<table class="diff">
    ${rows}
  </table>`;
}

const ROWS = { "+": "add", "-": "del", " ": "same", "@": "hunk" } as const;
