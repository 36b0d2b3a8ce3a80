import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { removeTemporaryFolders, temporaryFolder, temporaryRepository } from "../adapters/host/temporary-repository.ts";
import { CLEAN, reflexgen, repositoryOf, vulnerable, type Run } from "./run.ts";

afterAll(removeTemporaryFolders);

/** One line on standard error, nothing on standard output, exit code 2. */
function refusal(line: string | RegExp): object {
  return {
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(line instanceof RegExp ? line : RegExp(`^reflexgen: ${RegExp.escape(line)}\n$`)),
  };
}

function shallowClone(of: string): string {
  const outer = temporaryRepository();
  outer.git("clone", "-q", "--depth", "1", `file://${of}`, "shallow");
  return join(outer.folder, "shallow");
}

describe("what can't be reviewed is said in one line, with exit code 2", () => {
  it("outside a repository, and where there is nothing to compare", async () => {
    const empty = temporaryRepository();
    const single = temporaryRepository();
    single.write("a.py", CLEAN);
    single.commit("only");
    const broken = temporaryRepository();
    writeFileSync(join(broken.folder, ".git/config"), "[core\n");

    const runs = await Promise.all([
      reflexgen(["review"], { folder: temporaryFolder() }),
      reflexgen(["review"], { folder: empty.folder }),
      reflexgen(["review", "HEAD~1"], { folder: empty.folder }),
      reflexgen(["review"], { folder: single.folder }),
      reflexgen(["review", "--uncommitted"], { folder: single.folder }),
      reflexgen(["review"], { folder: broken.folder }),
    ]);

    expect(runs).toMatchObject([
      refusal(/^reflexgen: \S+ is not in a git repository\n$/),
      refusal("there are no commits yet: nothing to review; for new files use --uncommitted"),
      refusal('git knows no commit named "HEAD~1"'),
      refusal(
        "nothing to review: HEAD is the default branch; name a range, such as HEAD~1..HEAD, or use --uncommitted",
      ),
      refusal("nothing is uncommitted: there is nothing to review"),
      refusal("git says: bad config line 1 in file .git/config"),
    ]);
  });

  it("for ranges that name nothing, nothing new, or an option", async () => {
    const { folder, git } = repositoryOf({ "a.py": CLEAN }, { "b.py": CLEAN });
    git("commit", "-q", "--allow-empty", "-m", "nothing");

    const runs = await Promise.all([
      reflexgen(["review", "main..nowhere"], { folder }),
      reflexgen(["review", "topic..topic"], { folder }),
      reflexgen(["review", "HEAD~1..HEAD"], { folder }),
      reflexgen(["review", "--", "--output=x..HEAD"], { folder }),
      reflexgen(["review", "-x"], { folder }),
      reflexgen(["review", "main..topic\nx"], { folder }),
      reflexgen(["review", "main..topic", "--uncommitted"], { folder }),
    ]);

    expect(runs).toMatchObject([
      refusal('git knows no commit named "nowhere"'),
      refusal('the range "topic..topic" is empty: it adds no commit'),
      refusal("the range changes no file"),
      refusal('"--output=x" is not a ref: a ref can\'t start with a dash'),
      refusal(/^error: unknown option '-x'\n/),
      refusal('"topic\\nx" is not a ref: it has a character that git does not allow there'),
      refusal("a range and --uncommitted exclude each other: name one of them"),
    ]);
  });

  it("in a shallow clone, which is told how it becomes a whole one", async () => {
    const { folder } = repositoryOf({ "a.py": CLEAN }, { "b.py": CLEAN });

    const run = await reflexgen(["review", "HEAD~1..HEAD"], { folder: shallowClone(folder) });

    expect(run).toMatchObject(refusal(/^reflexgen: [^\n]*shallow clone: run git fetch --unshallow, then try again\n$/));
  });
});

describe("a review in a repository", () => {
  it("takes the range from the default branch, from any folder inside; exit code 0 when clean, 1 from --fail-on on", async () => {
    const { folder, write, commit } = repositoryOf({ "a.py": CLEAN }, { "lib/b.py": CLEAN });
    const clean = await reflexgen(["review"], { folder: join(folder, "lib") });
    write("lib/c.py", vulnerable());
    commit("find");

    const runs = await Promise.all([
      reflexgen(["review"], { folder: join(folder, "lib") }),
      reflexgen(["review", "--fail-on", "critical"], { folder }),
      reflexgen(["review", "--fail-on", "never"], { folder }),
      reflexgen(["review", "main..topic~1"], { folder }),
    ]);

    expect(clean).toMatchObject({ code: 0, stderr: "No model: the code stays on this machine.\n" });
    expect(clean.stdout).toMatch(/^Nothing found in 1 file, 1 unit, 2 lines of project, read by rules alone\.\n$/);
    expect(runs.map(({ code }) => code)).toEqual([1, 0, 0, 0]);
    expect(runs[0]?.stdout).toMatch(/CWE-89[\s\S]*1 finding: 1 high\./);
    expect(runs.map(firstLine)).toEqual(Array(4).fill("No model: the code stays on this machine."));
  });

  it("reviews the work tree with new files, also before the first commit", async () => {
    const repository = temporaryRepository();
    repository.write("a.py", vulnerable());

    const run = await reflexgen(["review", "--uncommitted"], { folder: repository.folder });

    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/a\.py:5:\d+ · find/);
  });
});

function firstLine({ stderr }: Run): string | undefined {
  return stderr.split("\n")[0];
}
