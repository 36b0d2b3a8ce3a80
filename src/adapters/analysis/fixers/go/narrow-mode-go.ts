import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({});

/** Keeps the owner's rights; a folder's group may still read and enter, and a file is the owner's alone. */
export function narrowModeGo(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: [],
    fix({ match }) {
      const folder = match.getMatch("FOLDER_MODE");
      const mode = folder ?? match.getMatch("FILE_MODE");
      const [, prefix, owner] = /^(0o?)[0-7]?([0-7])[0-7][0-7]$/.exec(mode?.text() ?? "") ?? [];
      if (!mode || prefix === undefined || owner === undefined) return undefined;
      const { start, end } = mode.range();
      return { edits: [{ start: start.index, end: end.index, text: `${prefix}${owner}${folder ? "50" : "00"}` }] };
    },
  };
}
