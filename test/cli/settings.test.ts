import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { removeTemporaryFolders, temporaryFolder } from "../adapters/host/temporary-repository.ts";
import { CLEAN, printed, reflexgen, repositoryOf, vulnerable } from "./run.ts";

afterAll(removeTemporaryFolders);

const { folder } = repositoryOf({ "a.py": CLEAN }, { "b.py": vulnerable() });
const refused = (reason: RegExp) => ({ code: 2, stdout: "", stderr: expect.stringMatching(reason) });

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

describe("wrong words", () => {
  it("are refused by their name, with exit code 2, before anything is read", async () => {
    const runs = await Promise.all([
      reflexgen(["reveiw"], { folder }),
      reflexgen(["review", "--fromat", "json"], { folder }),
      reflexgen(["review", "--format", "xml"], { folder }),
      reflexgen(["review", "--threads", "0"], { folder }),
      reflexgen(["review", "--pr", "owner#12"], { folder }),
      reflexgen(["review", "--pr", "owner/repo#12"], { folder }),
      reflexgen(["review", "main", "--pr", "owner/repo#12"], { folder, environment: { GITHUB_TOKEN: "x" } }),
      reflexgen(["scan"], { folder }),
    ]);

    expect(runs).toMatchObject([
      refused(/^error: unknown command 'reveiw'\n[^]*Did you mean review\?/),
      refused(/^error: unknown option '--fromat'\n[^]*Did you mean --format\?/),
      refused(
        /^error: option '--format <form>' argument 'xml' is invalid\. Allowed choices are text, json, sarif, markdown\.\n/,
      ),
      refused(/^error: option '--threads <count>' argument '0' is invalid\. It is a whole number from 1 to 64\.\n/),
      refused(
        /^error: option '--pr <owner\/repo#number>' argument 'owner#12' is invalid\. It has the form owner\/repo#12\.\n/,
      ),
      refused(/^reflexgen: GITHUB_TOKEN is not set; a pull request is read with it\n$/),
      refused(/^reflexgen: --pr names the whole change: leave the range and --uncommitted away\n$/),
      refused(/^error: missing required argument 'path'\n/),
    ]);
  });

  it("are explained by --help, and --version says which", async () => {
    const [help, version, none] = await Promise.all([
      reflexgen(["review", "--help"], { folder }),
      reflexgen(["--version"], { folder }),
      reflexgen([], { folder }),
    ]);

    expect(help).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("--fail-on <severity>") });
    expect(Math.max(...help.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(none).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("Usage: reflexgen") });
  });
});

describe("wrong settings", () => {
  it("of the environment are named all at once, without their values", async () => {
    const environment = {
      OPENAI_BASE_URL: "hunter2",
      REFLEXGEN_MAX_CALLS: "-hunter2",
      REFLEXGEN_MODEL_TIMEOUT: "1e9",
      QDRANT_URL: "ftp://user:hunter2@example.com",
      GITHUB_API_URL: "  ",
    };

    const run = await reflexgen(["review"], { folder, environment });

    expect(run).toEqual({
      code: 2,
      signal: null,
      stdout: "",
      stderr:
        "reflexgen: OPENAI_BASE_URL: not a URL; REFLEXGEN_MODEL_TIMEOUT: above 300 seconds; REFLEXGEN_MAX_CALLS: not a number; QDRANT_URL: not a URL\n",
    });
  });

  it("of a model: no key where one is wanted; a review is never made without the model that was asked for", async () => {
    const run = await reflexgen(["review", "--model", "gpt-4o"], { folder });

    expect(run).toMatchObject(
      refused(
        /^reflexgen: OPENAI_API_KEY is not set; api\.openai\.com wants one \(OPENAI_BASE_URL names another endpoint\)\n$/,
      ),
    );
  });

  it("of places: a result that could not be written is refused before the review, and in the end it is still printed", async () => {
    const taken = temporaryFolder();
    const port = await closedPort();

    const [missing, directory, good, qdrant] = await Promise.all([
      reflexgen(["review", "--sarif", join(folder, "none/out.sarif")], { folder }),
      reflexgen(["review", "--sarif", taken], { folder }),
      reflexgen(["review", "--sarif", join(taken, "out.sarif")], { folder }),
      reflexgen(["review", "--format", "json"], { folder, environment: { QDRANT_URL: `http://127.0.0.1:${port}` } }),
    ]);

    expect(missing).toMatchObject(refused(/^reflexgen: \S+out\.sarif can't be written \(ENOENT\)\n$/));
    expect(directory).toMatchObject(refused(/^reflexgen: \S+ can't be written \(EISDIR\)\n$/));
    expect(good.code).toBe(1);
    expect(qdrant.code).toBe(1);
    expect(printed(qdrant).notes).toEqual([expect.stringMatching(/^reviewed without knowledge: /)]);
  });
});

describe("the data folder", () => {
  it("that can't be written costs a review its knowledge, and says so; a knowledge command says it in one line", async () => {
    const inTheWay = join(temporaryFolder(), "file");
    writeFileSync(inTheWay, "");
    const environment = { REFLEXGEN_HOME: join(inTheWay, "home") };

    const [json, text, search] = await Promise.all([
      reflexgen(["review", "--format", "json"], { folder, environment }),
      reflexgen(["review"], { folder, environment }),
      reflexgen(["knowledge", "search", "sql"], { folder, environment }),
    ]);

    expect([json.code, text.code]).toEqual([1, 1]);
    expect(printed(json).findings).toMatchObject([{ weakness: "CWE-89", fix: { reached: "L3" } }]);
    expect(printed(json).notes).toEqual([
      `reviewed without knowledge: the knowledge folder ${join(inTheWay, "home")} can't be written: choose another or grant access`,
    ]);
    expect(text.stdout).toContain("Note: reviewed without knowledge");
    expect(search).toMatchObject(
      refused(/^reflexgen: the knowledge folder \S+ can't be written: choose another or grant access\n$/),
    );
  });

  it("that holds something else is left as it is, and said", async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, "knowledge.sqlite"), "not a database, but someone's notes\n".repeat(100));

    const run = await reflexgen(["knowledge", "show", "sql-parameters"], {
      folder,
      environment: { REFLEXGEN_HOME: home },
    });

    expect(run).toMatchObject(refused(/^reflexgen: the knowledge in \S+ is damaged; nothing was changed[^\n]*\n$/));
  });

  it("is shared by processes that start in it at the same time", async () => {
    const home = join(temporaryFolder(), "new");
    const environment = { REFLEXGEN_HOME: home };

    const runs = await Promise.all(
      [1, 2, 3].map(() => reflexgen(["review", "--format", "json"], { folder, environment })),
    );
    const shown = await reflexgen(["knowledge", "show", "sql-parameters"], { folder, environment });

    expect(runs.map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(runs.flatMap((run) => printed(run).notes)).toEqual([]);
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toMatch(/^---\nid: sql-parameters\n/);
  });
});

describe("knowledge", () => {
  it("is seeded, found and shown; what is refused is named, and repeating changes nothing", async () => {
    const environment = { REFLEXGEN_HOME: temporaryFolder() };
    const run = (...words: string[]) => reflexgen(["knowledge", ...words], { folder, environment });
    const seeds = temporaryFolder();
    mkdirSync(join(seeds, "team"));
    const shown = await run("show", "sql-parameters");
    writeFileSync(join(seeds, "team/ours.md"), shown.stdout.replace("id: sql-parameters", "id: our-way"));
    const first = await run("seed", seeds);
    writeFileSync(join(seeds, "team/bad.md"), "no front matter\n");

    const [again, search, nothing, missing, unknown, scope] = [
      await run("seed", seeds),
      await run("search", "cursor.execute(query)", "--language", "python"),
      await run("search", "zzzzqqqq"),
      await run("seed", join(seeds, "none")),
      await run("show", "no-such-entry"),
      await run("search", "x", "--scope", "hunter2"),
    ];
    rmSync(seeds, { recursive: true });

    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/: 1 added, 0 updated, 0 unchanged\n$/) });
    expect(again.code).toBe(1);
    expect(again.stdout).toMatch(
      /refused \S*bad\.md: [^\n]+\n[^]*: 0 added, 0 updated, 1 unchanged, 1 file refused\n$/,
    );
    expect(search.code).toBe(0);
    expect(search.stdout).toMatch(/^\d\.\d\d {2}(?:our-way|sql-parameters) {2}/);
    expect(nothing.code).toBe(1);
    expect(missing).toMatchObject(refused(/^reflexgen: [^\n]*none[^\n]*\n$/));
    expect(unknown).toMatchObject(refused(/^reflexgen: there is no entry no-such-entry in embedded \([^\n]*\n$/));
    expect(scope).toMatchObject(refused(/^reflexgen: not a scope: shared, org:ID or repo:ID\n$/));
  });

  it("answers a file of queries, and says in one line which line of it is none", async () => {
    const queries = join(temporaryFolder(), "queries.jsonl");
    const answers = join(temporaryFolder(), "answers.jsonl");
    writeFileSync(queries, '{"id": "1", "text": "yaml.load(data)", "language": "python"}\nnonsense\n');

    const [malformed, missing, unwritable] = await Promise.all([
      reflexgen(["knowledge", "search", "--batch", queries, "--out", answers], { folder }),
      reflexgen(["knowledge", "search", "--batch", `${queries}.none`, "--out", answers], { folder }),
      reflexgen(["knowledge", "search", "--batch", queries], { folder }),
    ]);

    expect(malformed).toMatchObject(refused(/^reflexgen: \S+queries\.jsonl:2: not a query such as /));
    expect(missing).toMatchObject(refused(/^reflexgen: \S+queries\.jsonl\.none can't be read \(ENOENT\)\n$/));
    expect(unwritable).toMatchObject(refused(/^reflexgen: --batch needs --out, the file that takes the answers\n$/));
  });
});
