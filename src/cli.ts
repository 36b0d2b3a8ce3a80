import { availableParallelism } from "node:os";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { FORMATS, type Format } from "./commands/formats.ts";
import { SEVERITIES } from "./core/severities.ts";
import type { Severity } from "./core/weakness.ts";
import { guardProcess, reportFailure } from "./failure.ts";
import { packageVersion } from "./package.ts";
import type { FilterWords, SearchWords } from "./start-knowledge.ts";
import type { SetupWords } from "./start-setup.ts";

/** Options that `review` and `scan` share, as commander hands them over. */
export type ReviewWords = {
  model?: string;
  format: Format;
  sarif?: string;
  apply?: boolean;
  failOn: Severity | "never";
  all?: boolean;
  explain?: boolean;
  learn: "off" | "verified";
  threads: number;
  onlyAi?: boolean;
  uncommitted?: boolean;
  pr?: PullRequestName;
  sarifIn?: string[];
  baseline?: string;
  writeBaseline?: boolean;
};
export type PullRequestName = { owner: string; repo: string; number: number };

/** The command line. Resolves to the exit code: 0 clean or done, 1 findings, 2 could not do what was asked, 130 stopped. */
export async function main(argv: readonly string[]): Promise<number> {
  guardProcess();
  let code = 0;
  const program = new Command("reflexgen")
    .description(
      "Security review of code changes: finds weaknesses and repairs them with checked patches.\nReads only, runs nothing of the reviewed code, and sends nothing anywhere unless a model is named.",
    )
    .version(await packageVersion())
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(process.stdout.columns ?? 100, 100) })
    .showHelpAfterError("(--help tells what there is)");

  withReviewOptions(
    program
      .command("review")
      .description("review a change: by default from the merge base with the default branch to HEAD"),
  )
    .argument("[range]", "BASE..HEAD, or BASE alone for BASE..HEAD")
    .option("--uncommitted", "review the work tree and the index against HEAD")
    .option("--pr <owner/repo#number>", "review a pull request on GitHub (GITHUB_TOKEN)", readPullRequestName)
    .option("--only-ai", "only lines that an AI agent is known to have written")
    .action(async (range: string | undefined, words: ReviewWords) => {
      const { startReview } = await import("./start.ts");
      code = await startReview(range, words);
    });

  withReviewOptions(program.command("scan").description("read whole files and folders, with or without git"))
    .argument("<path...>", "files and folders")
    .option("--baseline <file>", "leave out what this file says that people live with")
    .option("--write-baseline", "write what is found to .github/reflexgen-baseline.json")
    .action(async (paths: string[], words: ReviewWords) => {
      const { startScan } = await import("./start.ts");
      code = await startScan(paths, words);
    });

  addKnowledgeCommands(program, (exitCode) => (code = exitCode));
  addSetupCommand(program, (exitCode) => (code = exitCode));

  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportFailure(error);
  }
}

function addKnowledgeCommands(program: Command, done: (code: number) => void): void {
  const knowledge = program.command("knowledge").description("what repairs are guided by: practices and lessons");
  const scopeOption = ["--scope <scope>", "shared, org:ID or repo:ID"] as const;
  knowledge
    .command("seed")
    .description(
      "bring entry files, folders of them, JSON lines, or a git repository of them into the store; safe to repeat",
    )
    .argument("<path...>")
    .option(...scopeOption)
    .action(async (paths: string[], words: { scope?: string }) =>
      done(await (await import("./start-knowledge.ts")).startSeed(paths, words)),
    );
  knowledge
    .command("search")
    .description("what a review would be handed for this code or these words")
    .argument("[text...]")
    .option("--language <name>", "language of the code")
    .option("--weakness <cwe>", "ask for this weakness too; may be repeated", collect, [])
    .option(...scopeOption, collect, ["shared"])
    .option("--limit <count>", "most entries", readCount, 5)
    .option("--batch <file>", "queries as JSON lines {id, text, language}")
    .option("--out <file>", "answers to --batch as JSON lines {id, results}")
    .option("--hints", "with --batch: ask for the weaknesses that the rules see, too")
    .action(async (texts: string[], words: SearchWords) =>
      done(await (await import("./start-knowledge.ts")).startSearch(texts, words)),
    );
  knowledge
    .command("show")
    .description("an entry as a file")
    .argument("<id>")
    .action(async (id: string) => done(await (await import("./start-knowledge.ts")).startShow(id)));
  const one = ["--scope <scope>", "only of this scope: shared, org:ID or repo:ID"] as const;
  const statusOption = ["--status <status>", "only proposed, active or retired ones"] as const;
  knowledge
    .command("list")
    .description("what there is, an entry a line")
    .option(...one)
    .option(...statusOption)
    .option("--json", "whole entries as JSON lines")
    .action(async (words: FilterWords & { json?: boolean }) =>
      done(await (await import("./start-knowledge.ts")).startList(words)),
    );
  for (const [name, status, description] of [
    ["approve", "active", "let proposed or retired entries count"],
    ["retire", "retired", "entries that no longer count; they stay in the store"],
  ] as const)
    knowledge
      .command(name)
      .description(description)
      .argument("<id...>")
      .option(...one)
      .action(async (ids: string[], words: { scope?: string }) =>
        done(await (await import("./start-knowledge.ts")).startStatus(ids, status, words)),
      );
  knowledge
    .command("export")
    .description("a folder of entry files, or a file of JSON lines (.jsonl), that seed brings back")
    .argument("<path>")
    .option(...one)
    .option(...statusOption)
    .action(async (path: string, words: FilterWords) =>
      done(await (await import("./start-knowledge.ts")).startExport(path, words)),
    );
  knowledge
    .command("stats")
    .description("how many entries of which kind, and what people did with them")
    .action(async () => done(await (await import("./start-knowledge.ts")).startStats()));
  knowledge
    .command("reindex")
    .description("index every entry by today's reading of texts; safe to repeat")
    .action(async () => done(await (await import("./start-knowledge.ts")).startReindex()));
  knowledge
    .command("erase")
    .description("everything of one scope, for good")
    .requiredOption(...scopeOption)
    .option("--yes", "do it; without it only the number is told")
    .action(async (words: { scope: string; yes?: boolean }) =>
      done(await (await import("./start-knowledge.ts")).startErase(words)),
    );
}

function addSetupCommand(program: Command, done: (code: number) => void): void {
  program
    .command("setup")
    .description("register a GitHub App of your own, with a page on this machine, and write its settings")
    .option("--apply", "an App that may also commit fixes when asked (contents: write)")
    .option("--webhook-url <url>", "public address of your server; without it the App polls GitHub")
    .option("--organization <name>", "the organisation that shall own the App; without it you do")
    .option("--name <name>", "the App's name, unique on GitHub; you can change it there")
    .option("--github <url>", "your GitHub Enterprise", "https://github.com")
    .option("--output <file>", "file for the settings, the App's key among them", ".env")
    .option("--force", "replace that file")
    .option("--no-open", "do not open a browser")
    .action(async (words: SetupWords) => done(await (await import("./start-setup.ts")).startSetup(words)));
}

function collect(value: string, others: string[] = []): string[] {
  return [...others, value];
}

function withReviewOptions(command: Command): Command {
  return command
    .option("--model <name>", "let this model examine and repair (else REFLEXGEN_MODEL; none: rules alone)")
    .addOption(new Option("--format <form>", "form of the result").choices(FORMATS).default("text"))
    .option("--sarif <file>", "also write SARIF 2.1.0 to this file")
    .option("--sarif-in <file>", "results of another analyser, in SARIF; may be repeated", collect)
    .option("--apply", "write the fixes that passed every check into the work tree")
    .addOption(
      new Option("--fail-on <severity>", "exit 1 for findings of at least this severity")
        .choices([...SEVERITIES, "never"])
        .default("low"),
    )
    .option("--all", "also what rules only suspect, and what was there before the change")
    .option("--explain", "show what was read beside the code, and how each result came about")
    .addOption(
      new Option("--learn <when>", "store lessons of the model's checked repairs")
        .choices(["off", "verified"])
        .default("off"),
    )
    .option("--threads <count>", "analysis processes", readCount, Math.min(4, availableParallelism()));
}

function readPullRequestName(text: string): PullRequestName {
  const [, owner, repo, number] = /^([\w-]{1,39})\/([\w.-]{1,100})#(\d{1,9})$/.exec(text) ?? [];
  if (!owner || !repo || !number) throw new InvalidArgumentError("It has the form owner/repo#12.");
  return { owner, repo, number: Number(number) };
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 64)
    throw new InvalidArgumentError("It is a whole number from 1 to 64.");
  return count;
}
