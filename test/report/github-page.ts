import { Lexer, type Token, type Tokens } from "marked";

/** What a body of ours is to GitHub's readers, by a parser of GitHub-flavoured Markdown. */
export type GitHubPage = {
  images: string[];
  links: string[];
  /** Raw HTML other than our own folds and the mark. */
  html: string[];
  /** Texts outside of code, entities decoded, as GitHub looks through them for names and references. */
  texts: string[];
  /** Fenced blocks with what follows their fence. */
  fences: { language: string; text: string }[];
  kinds: Set<string>;
  /** Folds that were opened and not closed, or closed and never opened. */
  openFolds: number;
};

const FOLD = /^<details><summary>([^<>\n]*)<\/summary>\s*$/;
const MARK = /^<!-- reflexgen:1 [A-Za-z0-9+/= ]+ -->\s*$/;

export function pageOf(body: string): GitHubPage {
  const page: GitHubPage = { images: [], links: [], html: [], texts: [], fences: [], kinds: new Set(), openFolds: 0 };
  read(new Lexer({ gfm: true }).lex(body), page);
  return page;
}

function read(tokens: readonly Token[], page: GitHubPage): void {
  for (const token of tokens) {
    page.kinds.add(token.type);
    if (token.type === "image") page.images.push(token.raw);
    if (token.type === "link") page.links.push((token as Tokens.Link).href);
    if (token.type === "html") readHtml(token.raw, page);
    if (token.type === "code") page.fences.push({ language: (token as Tokens.Code).lang ?? "", text: token.raw });
    if (token.type === "list") read((token as Tokens.List).items, page);
    if (token.type === "table") {
      const { header, rows } = token as Tokens.Table;
      for (const cell of [header, ...rows].flat()) {
        read(cell.tokens, page);
        page.texts.push("");
      }
    }
    // GitHub looks for nothing within a link, and a block's end ends a word.
    if (token.type === "link" || token.type === "codespan" || token.type === "br") page.texts.push("");
    else if ("tokens" in token && token.tokens && token.tokens.length > 0) {
      read(token.tokens, page);
      if (BLOCKS.has(token.type)) page.texts.push("");
    } else if (token.type === "text" || token.type === "escape") addText(token, page);
  }
}

const BLOCKS = new Set(["paragraph", "heading", "list_item"]);

/** Neighbouring pieces are one text on the page: an escape does not part a name. */
function addText(token: Token, page: GitHubPage): void {
  const text = decoded(token.type === "escape" ? (token as Tokens.Escape).text : token.raw);
  const last = page.texts.pop();
  page.texts.push((last ?? "") + text);
}

function readHtml(raw: string, page: GitHubPage): void {
  for (const line of raw.split("\n").filter((text) => text.trim() !== "")) {
    const label = FOLD.exec(line)?.[1];
    if (label !== undefined) page.texts.push("", decoded(label), "");
    if (label !== undefined) page.openFolds++;
    else if (line.trim() === "</details>") page.openFolds--;
    else if (!MARK.test(line)) page.html.push(line);
  }
}

function decoded(text: string): string {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', commat: "@", num: "#", nbsp: " " };
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,10}));/gi, (whole, decimal, hexadecimal, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hexadecimal) return String.fromCodePoint(parseInt(hexadecimal, 16));
    return names[name] ?? whole;
  });
}
