import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic, Source } from "../../core/analysis.ts";
import { isParsed } from "../../core/language.ts";
import { lineStarts, spanOf } from "../../core/text.ts";
import { findTool, type SearchPath } from "./toolchain/find-tool.ts";
import { FRONT_ENDS, type Complaint } from "./toolchain/front-ends.ts";
import { runTool } from "./toolchain/run-tool.ts";

export type Toolchain = {
  /** Nothing when no compiler of this language is installed, or it couldn't judge. */
  diagnosticsOf(source: Source, signal?: AbortSignal): Promise<Diagnostic[]>;
  close(): Promise<void>;
};

/**
 * The compilers of the person at the keyboard, for what grammars and linters can't see. They parse a text from their
 * standard input in an empty folder; nothing is compiled, run, or read from the repository.
 */
export function openToolchain(search: SearchPath): Toolchain {
  const tools = new Map<string, string | undefined>();
  let folder: Promise<string> | undefined;
  const toolFor = (name: string): string | undefined => {
    if (!tools.has(name)) tools.set(name, findTool(name, search));
    return tools.get(name);
  };
  return {
    async diagnosticsOf(source, signal) {
      const frontEnd = isParsed(source.language) ? FRONT_ENDS[source.language] : undefined;
      const tool = frontEnd?.accepts(source.text) ? toolFor(frontEnd.by) : undefined;
      if (!frontEnd || tool === undefined) return [];
      folder ??= mkdtemp(join(tmpdir(), "reflexgen-toolchain-"));
      const output = await runTool(tool, frontEnd.argv, source.text, await folder, signal);
      return frontEnd.complaints(output ?? "").map((complaint) => diagnosticOf(complaint, source.text, frontEnd.by));
    },
    async close() {
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}

/** A compiler names one place only; from there the span covers one character. */
function diagnosticOf({ kind, message, line, column }: Complaint, text: string, by: string): Diagnostic {
  const starts = lineStarts(text);
  const from = starts[line - 1] ?? text.length;
  const lineEnd = (starts[line] ?? text.length + 1) - 1;
  const start = Math.min(from + column - 1, lineEnd);
  return { kind, message, span: spanOf(text, start, Math.min(start + 1, text.length), starts), by };
}
