import type { Source } from "../../../core/analysis.ts";
import type { Edit } from "../../../core/text.ts";

/** One place that a finder reports. Offsets are UTF-16, `end` exclusive, in the source's text. */
export type Found = {
  start: number;
  end: number;
  /** What is dangerous: part of a finding's identity, so it holds no place and no line number. */
  sink: string;
  /** A repair that is complete by itself; absent where none is safe here. */
  edits?: Edit[];
};

/**
 * Looks through one kind of document for one weakness: what `find` of a rule in `knowledge/rules/<folder>/` names. `D` is the
 * document as its reader gives it. Linear in the text; never throws on bad documents.
 */
type Finder<D> = (document: D) => Found[];

/** A plain document is its source. */
type PlainDocument = Source;
