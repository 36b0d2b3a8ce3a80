import { afterAll, describe, expect, it } from "@jest/globals";
import { checked, failures, openRealAnalysis } from "./setting.ts";

const analysis = openRealAnalysis();
afterAll(() => analysis.close());

const workflow = (step: string) => `on: issues
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - name: Say
${step
  .split("\n")
  .map((line) => `        ${line}`)
  .join("\n")}
      - run: make
`;
const BEFORE = workflow('run: echo "Title ${{ github.event.issue.title }}"');
const HANDED_OVER = 'env:\n  TITLE: ${{ github.event.issue.title }}\nrun: echo "Title ${TITLE}"';

const repair = (after: string, before = BEFORE) =>
  checked(analysis, {
    path: ".github/workflows/say.yml",
    before,
    after,
    rule: "workflow-script-injection",
    whole: true,
  });

describe("a rule's repair of a workflow", () => {
  it("is a button when every value still reaches its command", async () => {
    const report = await repair(workflow(HANDED_OVER));

    expect(failures(report)).toEqual([]);
    expect(report.reached).toBe("L3");
  });

  it.each([
    ["another command", workflow(HANDED_OVER.replace("echo", "printf"))],
    ["another value", workflow(HANDED_OVER.replace("issue.title", "issue.body"))],
    [
      "a variable that the shell does not put in",
      workflow(HANDED_OVER.replace('"Title ${TITLE}"', "'Title ${TITLE}'")),
    ],
    ["a variable that nobody set", workflow('run: echo "Title ${TITLE}"')],
    ["one variable more", workflow(HANDED_OVER.replace("env:\n", "env:\n  DEBUG: 1\n"))],
    ["a step less", workflow(HANDED_OVER).replace("      - run: make\n", "")],
    ["more rights", workflow(HANDED_OVER).replace("jobs:", "permissions: write-all\njobs:")],
    ["YAML that can't be read", workflow(HANDED_OVER).replace("      - run: make\n", "      - run: [make\n")],
  ])("is advice when it brings %s", async (_, after) => {
    const report = await repair(after);

    expect(report.reached).not.toBe("L3");
  });

  it("is not judged by this where a model made it", async () => {
    const report = await checked(analysis, {
      path: ".github/workflows/say.yml",
      before: BEFORE,
      after: workflow(HANDED_OVER),
      claims: [{ weakness: "CWE-94", quote: "${{ github.event.issue.title }}", sink: "github.event.issue.title" }],
      whole: true,
    });

    expect(report.reached).not.toBe("L3");
  });
});

it("a repair of a Dockerfile keeps every other word", async () => {
  const before = "FROM a:1\nRUN curl -fsSL -k https://x.example.org/a -o /a\n";
  const story = { path: "Dockerfile", before, rule: "dockerfile-unverified-download", whole: true };

  const good = await checked(analysis, { ...story, after: before.replace(" -k", "") });
  const bad = await checked(analysis, { ...story, after: before.replace(" -k", "").replace("x.example", "y.example") });

  expect([good.reached, bad.reached]).toEqual(["L3", "L2"]);
});

it("reads YAML and Dockerfiles for errors of syntax", async () => {
  const kinds = async (path: string, language: "yaml" | "dockerfile", text: string) =>
    (await analysis.read({ path, language, text }, { diagnostics: true })).diagnostics?.map(({ message }) => message);

  expect(await kinds("a.yml", "yaml", "a: 1\na: 2\n")).toEqual(["duplicate key"]);
  expect(await kinds("a.yml", "yaml", "a: 1\nb: [2]\n")).toEqual([]);
  expect(await kinds("Dockerfile", "dockerfile", "FROM a:1\nRUUN make\n")).toEqual(["unknown instruction"]);
});
