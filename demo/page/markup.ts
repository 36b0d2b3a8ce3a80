/** Text that is HTML already; only `markup` and `trusted` make it. */
export type Html = { readonly html: string };

type Piece = Html | string | number | undefined | false | readonly Piece[];

/** Builds HTML: what is filled in is escaped unless it is HTML itself. */
export function markup(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return { html: parts.map((part, index) => part + (index < values.length ? render(values[index]) : "")).join("") };
}

/** HTML that something else has made safe. */
export function trusted(text: string): Html {
  return { html: text };
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function render(piece: Piece): string {
  if (piece === undefined || piece === false) return "";
  if (typeof piece === "string") return escapeHtml(piece);
  if (typeof piece === "number") return String(piece);
  return "html" in piece ? piece.html : piece.map(render).join("");
}
