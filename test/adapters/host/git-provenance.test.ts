import { afterAll, describe, expect, it } from "@jest/globals";
import { openLocalChange } from "../../../src/adapters/host/local-git.ts";
import { removeTemporaryFolders, temporaryRepository, type TemporaryRepository } from "./temporary-repository.ts";

afterAll(removeTemporaryFolders);

const CLAUDE = "Fix\n\nCo-authored-by: Claude <noreply@anthropic.com>";
const claude = { author: "agent", name: "Claude Code", trust: "claimed" };
const at = (startLine: number, endLine: number) => ({ startLine, endLine });

function started(text = "1\n2\n3\n"): TemporaryRepository & { range: string } {
  const repository = temporaryRepository();
  repository.write("a.py", text);
  const base = repository.commit("start");
  return { ...repository, range: base };
}

const note = (repository: TemporaryRepository, commit: string, ...entries: string[]) =>
  repository.git(
    "notes",
    "--ref=ai",
    "add",
    "-f",
    "-m",
    [...entries, "---", '{"schema_version":"authorship/3.0.0"}'].join("\n"),
    commit,
  );

describe("who wrote the lines of a local range", () => {
  it("is unknown where no commit carries a sign", async () => {
    const repository = started();
    repository.write("a.py", "1\nB\n3\n");
    repository.commit("by a person, perhaps");

    const { set } = await openLocalChange(repository);

    expect(set.files[0]?.provenance).toEqual([{ author: "unknown" }]);
  });

  it("is the agent of a single commit's trailer or author, for all of its lines", async () => {
    const repository = started();
    repository.write("a.py", "1\nB\n3\nD\n");
    repository.commit("change", "Cursor Agent <cursoragent@cursor.com>");

    const { set } = await openLocalChange(repository);

    expect(set.files[0]?.provenance).toEqual([{ author: "agent", name: "Cursor", trust: "claimed" }]);
  });

  it("is told apart line by line where commits differ, through later shifts and renames", async () => {
    const old = Array.from({ length: 20 }, (_, index) => `old line ${index}\n`).join("");
    const repository = started(old);
    repository.write("a.py", `${old}agent 1\nagent 2\n`);
    repository.commit(CLAUDE);
    repository.git("mv", "a.py", "b.py");
    repository.write("b.py", `person\n${old}agent 1\nagent 2\nperson too\n`);
    repository.commit("more");

    const { set } = await openLocalChange(repository);

    expect(set.files).toMatchObject([{ path: "b.py", status: "renamed", changedLines: [at(1, 1), at(22, 24)] }]);
    expect(set.files[0]?.provenance).toEqual([
      { author: "unknown", lines: [at(1, 1), at(24, 24)] },
      { ...claude, lines: [at(22, 23)] },
    ]);
  });

  it("is what a git-ai note records of one commit, and its trailer for the rest", async () => {
    const repository = started("1\n");
    repository.write("a.py", "1\n2\n3\n4\n5\n");
    note(
      repository,
      repository.commit(CLAUDE),
      "a.py",
      "  0123456789abcdef 2",
      "  h_dca485b1adf836 3-4",
      "other.py",
      "  0123456789abcdef 1-9",
    );

    const { set } = await openLocalChange(repository);

    expect(set.files[0]?.provenance).toEqual([
      { author: "agent", trust: "recorded", lines: [at(2, 2)] },
      { author: "person", trust: "recorded", lines: [at(3, 4)] },
      { ...claude, lines: [at(5, 5)] },
    ]);
  });

  it("moves a note's lines to where later commits have shifted them", async () => {
    const repository = started("1\n");
    repository.write("a.py", "1\nhand\nagent\n");
    note(repository, repository.commit("first"), "a.py", "  0123456789abcdef 3");
    repository.write("a.py", "0\n0\n1\nhand\nagent\n");
    repository.commit("second");

    const { set } = await openLocalChange(repository);

    expect(set.files[0]?.provenance).toEqual([
      { author: "unknown", lines: [at(1, 2), at(4, 4)] },
      { author: "agent", trust: "recorded", lines: [at(5, 5)] },
    ]);
  });

  it("finds notes that git has spread over folders", async () => {
    const repository = started("1\n");
    repository.write("a.py", "1\n2\n");
    const head = repository.commit("change");
    note(repository, head, "a.py", "  0123456789abcdef 2");
    const blob = repository.git("notes", "--ref=ai", "list", head).trim();
    repository.git("update-index", "--add", "--cacheinfo", `100644,${blob},${head.slice(0, 2)}/${head.slice(2)}`);
    const tree = repository.git("write-tree").trim();
    repository.git("update-ref", "refs/notes/ai", repository.git("commit-tree", "-m", "notes", tree).trim());
    repository.git("reset", "-q");

    const { set } = await openLocalChange(repository);

    expect(set.files[0]?.provenance).toEqual([{ author: "agent", trust: "recorded" }]);
  });

  it("reads a broken note as none", async () => {
    const repository = started();
    repository.write("a.py", "1\nB\n3\n");
    repository.git("notes", "--ref=ai", "add", "-m", "a.py\n  nonsense\n---\n{", repository.commit(CLAUDE));

    const { set } = await openLocalChange(repository);

    expect(set.files[0]?.provenance).toEqual([claude]);
  });
});
