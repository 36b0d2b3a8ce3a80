/** One instruction with all its lines; `arguments` is what is written after the keyword, continuation marks, comments and here-documents included. */
export type Instruction = { keyword: string; arguments: string; start: number; argumentsStart: number; end: number };

/** An image's stage: its `FROM` and what follows until the next. */
export type Stage = { from: Instruction; image: string; name?: string; instructions: readonly Instruction[] };

/** What came before the first `FROM` belongs to all stages. */
export type Dockerfile = { instructions: readonly Instruction[]; stages: readonly Stage[] };

const KEYWORD = /^([ \t]*)([A-Za-z]+)(?:[ \t]+|$)/;
const HEREDOC = /<<-?\s*(["']?)(\w+)\1/g;

/** A small reader of lines: continuations by the file's escape character, comments between them, here-documents. Linear. */
export function readDockerfile(text: string): Dockerfile {
  const escape = /^#[ \t]*escape[ \t]*=[ \t]*`/im.exec(text.slice(0, 500)) ? "`" : "\\";
  const lines = text.split(/(?<=\n)/);
  const instructions: Instruction[] = [];
  let at = 0;
  for (let index = 0; index < lines.length;) {
    const line = lines[index] ?? "";
    const start = at;
    index++;
    at += line.length;
    const match = /^\s*(?:#|$)/.test(line) ? undefined : KEYWORD.exec(line);
    if (!match) continue;
    const take = (): string => {
      const next = lines[index] ?? "";
      index++;
      at += next.length;
      return next;
    };
    let last = line;
    while (index < lines.length && continues(last, escape)) {
      const next = take();
      // A comment or an empty line within an instruction ends nothing.
      if (!/^\s*(?:#|$)/.test(next)) last = next;
    }
    for (const [, , end] of text.slice(start, at).matchAll(HEREDOC))
      while (index < lines.length && take().trim() !== end);
    const argumentsStart = start + match[0].length;
    instructions.push({
      keyword: (match[2] ?? "").toUpperCase(),
      arguments: text.slice(argumentsStart, at).trimEnd(),
      start: start + (match[1] ?? "").length,
      argumentsStart,
      end: start + text.slice(start, at).trimEnd().length,
    });
  }
  return { instructions, stages: stagesOf(instructions) };
}

function continues(line: string, escape: string): boolean {
  return line.trimEnd().endsWith(escape);
}

function stagesOf(instructions: readonly Instruction[]): Stage[] {
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    if (instruction.keyword !== "FROM") {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const [, image = "", name] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(instruction.arguments) ?? [];
    stages.push({ from: instruction, image, ...(name !== undefined && { name }), instructions: [] });
  }
  return stages;
}
