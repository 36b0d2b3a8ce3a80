import type { Source } from "../../../../core/analysis.ts";
import type { Found } from "../finder.ts";
import { bidiControls } from "./bidi-controls.ts";
import { codeMapOf, type CodeMap } from "./code-map.ts";
import { hiddenMessages } from "./hidden-messages.ts";
import { invisibleInNames } from "./invisible-in-names.ts";
import { lookalikes } from "./lookalikes.ts";

/** A text, where its code stands, and the ASCII names in it; both found out once, when a finder asks. */
export type HiddenTextDocument = Source & { readonly map: CodeMap; readonly names: ReadonlySet<string> };

const FINDERS: Readonly<Record<string, (document: HiddenTextDocument) => Found[]>> = {
  "bidi-controls": bidiControls,
  "hidden-messages": hiddenMessages,
  "invisible-in-names": (document) => (isProse(document.path) ? [] : invisibleInNames(document)),
  lookalikes: (document) => (isProse(document.path) ? [] : lookalikes(document)),
};

/** Texts that people read: words of several scripts and marks between letters are at home there. */
const PROSE =
  /\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt|text|html?|xhtml|xml|svg|json|jsonl|json5|csv|tsv|po|pot|xlf|xliff|properties|strings|resx|arb|ftl|tex|bib|srt|vtt|ics|lock|log|dic|aff)$|(?:^|\/)[^./]*$/i;
/** Files without an ending that hold code all the same. */
const NAMED_CODE = /(?:^|\/)(?:Makefile|Dockerfile|Jenkinsfile|Rakefile|Gemfile|Vagrantfile|BUILD|WORKSPACE)$/;

function isProse(path: string): boolean {
  return PROSE.test(path) && !NAMED_CODE.test(path);
}

export function openHiddenText(source: Source): (finder: string) => Found[] {
  let map: CodeMap | undefined;
  let names: ReadonlySet<string> | undefined;
  const document = {
    ...source,
    get map() {
      return (map ??= codeMapOf(source));
    },
    get names() {
      return (names ??= new Set(source.text.match(/(?<![^\0-\x7f])[\w$]+(?![^\0-\x7f])/g)));
    },
  };
  return (finder) => FINDERS[finder]?.(document) ?? [];
}
