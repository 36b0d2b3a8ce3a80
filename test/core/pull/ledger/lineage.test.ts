import { describe, expect, it } from "@jest/globals";
import type { ChangedFile } from "../../../../src/core/change.ts";
import { openLineage } from "../../../../src/core/pull/ledger/lineage.ts";
import { changedFile, changeOf } from "../../../fakes.ts";
import { THEN } from "../said.ts";

const TEXT = "import db\n\n\ndef find(query):\n    return db.run(query)\n\n\ndef count():\n    return 3\n";
const said = [{ path: "app.py", headSha: THEN }];

async function pathsOf(files: ChangedFile[], others: Record<string, string> = {}, then: string | undefined = TEXT) {
  const lineage = await openLineage(changeOf(files, others), said, async () => then);
  return { now: lineage.now("app.py"), before: files.flatMap(({ path }) => lineage.before(path)) };
}

describe("a file that something was said about", () => {
  it("is itself while it is there", async () => {
    expect(await pathsOf([changedFile("app.py", TEXT)])).toEqual({ now: "app.py", before: ["app.py"] });
    expect(await pathsOf([changedFile("new.py", TEXT)], { "app.py": TEXT })).toEqual({
      now: "app.py",
      before: ["new.py"],
    });
  });

  it("is where the host says that the pull request moved it", async () => {
    const moved: ChangedFile = { ...changedFile("shop.py", TEXT, TEXT), status: "renamed", previousPath: "app.py" };

    expect(await pathsOf([moved])).toEqual({ now: "shop.py", before: ["shop.py", "app.py"] });
  });

  it("is the added file that is most like it, when a later push renamed it", async () => {
    const files = [changedFile("note.py", "print(1)\n"), changedFile("shop/app.py", `# ours\n${TEXT}`)];

    expect(await pathsOf(files)).toEqual({ now: "shop/app.py", before: ["note.py", "shop/app.py", "app.py"] });
  });

  it("is nowhere when nothing is like it, or its text of then is gone", async () => {
    const files = [changedFile("note.py", "print(1)\n")];
    const alike = [changedFile("shop.py", TEXT)];

    expect((await pathsOf(files)).now).toBe("app.py");
    const lineage = await openLineage(changeOf(alike), said, async () => undefined);
    expect(lineage.now("app.py")).toBe("app.py");
  });
});
