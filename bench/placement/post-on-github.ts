import fc from "fast-check";
import type { Files } from "../../demo/github/git/commit-files.ts";
import { readSuggestions } from "../../demo/github/pulls/suggestion.ts";
import type { PlacedFindings } from "../../src/core/placement.ts";
import type { LineComment } from "../../src/core/pull-request.ts";
import { openWords } from "../../src/report/words.ts";
import { openAppScene } from "../../test/adapters/host/app-scene.ts";
import { PLACEMENT_CASE, type Side } from "./cases.ts";
import { folderOf } from "./git-batch.ts";
import { intended } from "./judge.ts";
import { placeInFile } from "./place-case.ts";

export type Posted = {
  files: number;
  comments: number;
  /** Of them, at removed lines. */
  left: number;
  /** Comments that GitHub refused (422). */
  refused: number;
  /** Buttons that were pressed, all of them in one commit, and files that then held other bytes than the repair's. */
  pressed: number;
  wrong: number;
};

const words = openWords({
  ref: { installation: 1, repository: 1, number: 1 },
  secrets: ["placement-benchmark-secret-0123456789abcdef"],
});

/**
 * One pull request on the strict GitHub with a file a case: read through its API, reviewed by the App's own way of posting, and every button
 * pressed by a person in one commit.
 */
export async function postOnGitHub(count: number, seed: number): Promise<Posted> {
  // The demo's git reads objects by name, a name a line.
  const oneLine = PLACEMENT_CASE.filter(({ head, base }) => ![head, base].some((side) => side?.path.includes("\n")));
  const cases = fc.sample(oneLine, { numRuns: count, seed });
  const filesOf = (side: "base" | "head"): Files => ({
    "README.md": "# Cases\n",
    ...Object.fromEntries(cases.flatMap((one, index) => entryOf(one[side], index))),
  });
  const [base, head] = [filesOf("base"), filesOf("head")];
  const gone = Object.fromEntries(Object.keys(base).flatMap((path) => (path in head ? [] : [[path, null]])));
  const scene = await openAppScene({ files: base });
  try {
    const { ada, repository } = scene;
    const pull = await ada.opensPullRequest(repository, {
      branch: "topic",
      title: "Cases",
      files: { ...head, ...gone, "CHANGES.md": "One more.\n" },
    });
    const host = (await scene.open()).pull(pull.number);
    const change = await host.openChange(await host.read());
    const comments: LineComment[] = [];
    const wanted = new Map<string, string>();
    for (const file of change.set.files) {
      const one = cases[Number(/^case-(\d+)\//.exec(file.path)?.[1] ?? -1)];
      if (!one) continue;
      const { placed, findings } = await placeInFile(one, file);
      comments.push(...placed.flatMap((each) => commentOf(each, pull.head.sha)));
      const buttons = placed
        .filter(({ placement }) => placement.kind === "suggestion")
        .flatMap((each) => each.findings);
      const indexes = buttons.map(({ id }) => findings.findIndex((own) => own.id === id));
      const text = indexes.length > 0 ? intended(one, indexes, findings) : undefined;
      if (text !== undefined) wanted.set(file.path, text);
    }
    const done = await host.conversation.postReview({ commitSha: pull.head.sha, body: "Cases.", comments });
    const refused = done === "forbidden" ? comments.length : done.refused.length;
    const buttons = ada.sees(pull).reviewComments.filter(({ body }) => readSuggestions(body).length > 0);
    await ada.commitsSuggestions(buttons);
    let wrong = 0;
    for (const [path, text] of wanted) {
      const found = (await repository.git.objects.read(`${pull.head.sha}:${path}`))?.bytes;
      if (!found?.equals(Buffer.from(text))) wrong += 1;
    }
    const left = comments.filter(({ side }) => side === "LEFT").length;
    return { files: change.set.files.length, comments: comments.length, left, refused, pressed: buttons.length, wrong };
  } finally {
    await scene.close();
  }
}

function commentOf(placed: PlacedFindings, headSha: string): LineComment[] {
  const [{ path }] = placed.findings;
  if (placed.placement.kind === "outside") return [];
  const { side, line, startLine } = placed.placement;
  const body = words.lineComment(placed, { headSha });
  return [{ path, side, line, ...(startLine === undefined ? {} : { startLine }), body }];
}

function entryOf(side: Side | undefined, index: number): [string, Files[string]][] {
  return side ? [[`${folderOf(index)}/${side.path}`, { content: side.bytes, mode: side.mode }]] : [];
}
