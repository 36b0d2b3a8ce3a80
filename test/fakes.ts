import type { Change, ChangedFile, RepositoryFiles } from "../src/core/change.ts";
import { openBudget, type Budget } from "../src/core/budget.ts";
import { ModelError } from "../src/core/errors.ts";
import { languageOf } from "../src/core/language.ts";
import { DEFAULT_LIMITS, type Limits } from "../src/core/limits.ts";
import type { Model, ModelRequest, Purpose } from "../src/core/model.ts";
import { linesOf } from "../src/core/text.ts";
import { changedLinesOf, hunksBetween } from "../src/core/diff-hunks.ts";

/** A file as a change shows it; without `base` it is added. */
export function changedFile(path: string, head: string, base?: string): ChangedFile {
  const hunks = hunksBetween(base ?? "", head);
  return {
    path,
    status: base === undefined ? "added" : "modified",
    language: languageOf(path),
    head,
    ...(base === undefined ? {} : { base }),
    hunks,
    changedLines: base === undefined ? [{ startLine: 1, endLine: linesOf(head).length }] : changedLinesOf(hunks),
    provenance: [],
  };
}

/** A change of these files; `others` are files of the repository around it. */
export function changeOf(files: readonly ChangedFile[], others: Readonly<Record<string, string>> = {}): Change {
  const head = new Map([...Object.entries(others), ...files.map((file) => [file.path, file.head] as const)]);
  const base = new Map([
    ...Object.entries(others),
    ...files.flatMap((file) => (file.base === undefined ? [] : [[file.path, file.base] as const])),
  ]);
  const around: RepositoryFiles = {
    read: async (path) => head.get(path),
    readBase: async (path) => base.get(path),
    mentioning: async (words, limit) =>
      [...head]
        .filter(([, text]) => words.some((word) => new RegExp(`\\b${RegExp.escape(word)}\\b`).test(text)))
        .map(([path]) => path)
        .slice(0, limit),
  };
  return { set: { title: "test", files: [...files], unread: [], removed: [] }, files: around };
}

export type Asked = { purpose: Purpose; system: string; turns: ModelRequest<unknown>["turns"] };

/** A model that answers by a script: what it was asked decides. It records every question, and every answer passes the schema as a real one's does. */
export function scriptedModel(script: (asked: Asked, nth: number) => unknown): Model & { asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    name: "scripted",
    destination: "nowhere",
    asked,
    async ask({ purpose, system, turns, schema, meter }) {
      meter.begin({ inputTokens: 1, maxOutputTokens: 1 });
      const question = { purpose, system, turns };
      asked.push(question);
      const answer = script(question, asked.length);
      meter.end({ inputTokens: 10, outputTokens: 5 });
      if (answer instanceof Error) throw answer;
      const parsed = schema.safeParse(answer);
      if (!parsed.success) throw new ModelError("malformed", "the answer does not have the asked form");
      return parsed.data;
    },
  };
}

export function budgetOf(limits: Partial<Limits> = {}): Budget {
  return openBudget({ ...DEFAULT_LIMITS, ...limits }, () => 0);
}

/** The data of one kind in a prompt: what stands between its fence lines. */
export function dataIn(text: string, label: string): string {
  return new RegExp(`<${label} (\\S+)>\\n([\\s\\S]*?)</${label} \\1>`).exec(text)?.[2] ?? "";
}
