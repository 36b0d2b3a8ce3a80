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
