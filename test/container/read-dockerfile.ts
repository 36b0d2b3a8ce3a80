/** One instruction of a Dockerfile; `words` are the arguments of the exec form, or the one line of the shell form. */
export type Instruction = { name: string; text: string; words: string[] };
export type Stage = { from: string; instructions: Instruction[] };

/** Reads the plain Dockerfiles of this project: no heredocs, no parser directives, no build arguments. */
export function readDockerfile(text: string): Stage[] {
  const lines = text
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .join("\n")
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, name = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (name === "FROM") stages.push({ from: rest, instructions: [] });
    else stages.at(-1)?.instructions.push({ name, text: rest.trim(), words: wordsOf(rest.trim()) });
  }
  return stages;
}

function wordsOf(text: string): string[] {
  const exec = text.indexOf("[");
  if (exec >= 0 && text.endsWith("]") && /^(?:|(?:--[\w-]+=\S+\s+)*CMD\s+)$/.test(text.slice(0, exec)))
    return JSON.parse(text.slice(exec)) as string[];
  return text.split(/\s+/);
}

/** The last word of each name; `ENV` in its `KEY=value` form. */
export function environmentOf({ instructions }: Stage): Record<string, string> {
  return Object.fromEntries(
    instructions
      .filter(({ name }) => name === "ENV")
      .flatMap(({ words }) => words)
      .map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
  );
}
