import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Finding } from "../../../../src/core/finding.ts";
import { recognise, type Known } from "../../../../src/core/pull/ledger/recognise.ts";
import { markedFinding } from "../../../../src/core/mark.ts";
import { findingAt } from "../said.ts";

const here = { pathNow: (path: string) => path };

/** What a mark remembers of a finding. */
function known(finding: Finding, other: Partial<Known> = {}): Known {
  const { id, weakness, path, symbol, sink, quote, lines } = markedFinding(finding);
  return {
    id,
    about: { weakness, path, symbol, sink, ...(quote ? { quote } : {}) },
    startLine: lines.startLine,
    ...other,
  };
}

/** The ids that findings are known by, in their order. */
function idsOf(findings: readonly Finding[], all: readonly Known[], options = here): (string | undefined)[] {
  const recognised = recognise(findings, all, options);
  return findings.map((finding) => recognised.get(finding)?.id);
}

describe("a finding is known again", () => {
  it("when its lines moved", () => {
    expect(idsOf([findingAt(40)], [known(findingAt(4, { id: "first" }))])).toEqual(["first"]);
  });

  it("when a model says CWE-77 today and CWE-78 tomorrow, and spells the sink otherwise", () => {
    const said = findingAt(4, { id: "first", weakness: "CWE-77", sink: "subprocess.run" });

    expect(idsOf([findingAt(4, { weakness: "CWE-78", sink: "run(command, shell=True)" })], [known(said)])).toEqual([
      "first",
    ]);
  });

  it("when its code was edited and its sink is spelled by its last name only", () => {
    const said = findingAt(4, { id: "first", sink: "self.db.execute" });

    expect(idsOf([findingAt(4, { sink: "execute", quote: "db.execute(other)" })], [known(said)])).toEqual(["first"]);
  });

  it("when its file was renamed", () => {
    const moved = { pathNow: (path: string) => (path === "app.py" ? "shop/app.py" : path) };

    expect(idsOf([findingAt(4, { path: "shop/app.py" })], [known(findingAt(4, { id: "first" }))], moved)).toEqual([
      "first",
    ]);
    expect(idsOf([findingAt(4, { path: "shop/app.py" })], [known(findingAt(4, { id: "first" }))])).toEqual([undefined]);
  });

  it("when its function was renamed and nothing else can be meant", () => {
    const said = [known(findingAt(4, { id: "first" }))];
    const renamed = findingAt(4, { symbol: "search" });

    expect(idsOf([renamed], said)).toEqual(["first"]);
    expect(idsOf([renamed, findingAt(9, { symbol: "other" })], said)).toEqual([undefined, undefined]);
  });
});

describe("equal findings of one function", () => {
  it("keep their own ids when the first is removed", () => {
    const said = [
      known(findingAt(4, { id: "first", quote: "db.execute(one)" })),
      known(findingAt(5, { id: "second", quote: "db.execute(two)" })),
    ];

    expect(idsOf([findingAt(4, { quote: "db.execute(two)" })], said)).toEqual(["second"]);
  });

  it("of the very same text are told apart by what GitHub says of their lines", () => {
    const said = [known(findingAt(4, { id: "first" }), { moved: true }), known(findingAt(5, { id: "second" }))];

    expect(idsOf([findingAt(4)], said)).toEqual(["second"]);
    expect(idsOf([findingAt(4), findingAt(5)], said)).toEqual(["first", "second"]);
  });

  it("of which one is new get one new id", () => {
    const said = [known(findingAt(4, { id: "first", quote: "db.execute(one)" }))];
    const findings = [findingAt(3, { quote: "db.execute(new)" }), findingAt(5, { quote: "db.execute(one)" })];

    expect(idsOf(findings, said)).toEqual([undefined, "first"]);
  });
});

describe("recognition where only the same code counts", () => {
  it("does not take edited code for it", () => {
    const said = [known(findingAt(4, { id: "first" }))];
    const edited = findingAt(4, { quote: "db.execute(edited)" });

    expect(recognise([edited], said, { ...here, sameCode: true }).size).toBe(0);
    expect(recognise([findingAt(9)], said, { ...here, sameCode: true }).size).toBe(1);
  });
});

const word = fc.constantFrom("a", "b", "c");
const finding = fc
  .record({ line: fc.integer({ min: 1, max: 30 }), symbol: word, sink: word, quote: word, path: word })
  .map(({ line, symbol, sink, quote, path }) =>
    findingAt(line, { symbol, sink: `db.${sink}`, quote: `db.${sink}(${quote})`, path: `${path}.py` }),
  );
const findings = fc
  .uniqueArray(finding, { maxLength: 12, selector: ({ path, span }) => `${path}:${span.startLine}` })
  .map((list) => list.map((one, index) => ({ ...one, id: `${index}`.padStart(12, "f") })));

describe("whatever was said and whatever is found", () => {
  it("no two findings get one id, and each stays in its family and file", () => {
    fc.assert(
      fc.property(findings, findings, (before, now) => {
        const recognised = recognise(
          now,
          before.map((one) => known(one)),
          here,
        );

        expect(new Set([...recognised.values()].map(({ id }) => id)).size).toBe(recognised.size);
        for (const [one, { about }] of recognised) expect(one.path).toBe(about.path);
      }),
    );
  });

  it("what moved, and nothing else, is known entirely; whatever the order it is given in", () => {
    fc.assert(
      fc.property(findings, fc.integer({ min: 0, max: 500 }), (before, lines) => {
        const moved = before.map((one) => findingAt(one.span.startLine + lines, { ...one, span: shifted(one, lines) }));
        const recognised = recognise(
          moved.toReversed(),
          before.map((one) => known(one)),
          here,
        );

        expect(moved.map((one) => recognised.get(one)?.id)).toEqual(before.map(({ id }) => id));
      }),
    );
  });

  it("what is removed takes no id of what stays, where their code differs", () => {
    const different = findings.map((list) =>
      list.map((one, index) => ({ ...one, quote: `${one.sink}(value_${index})` })),
    );
    fc.assert(
      fc.property(different, fc.infiniteStream(fc.boolean()), (before, stays) => {
        const left = before.filter(() => stays.next().value);
        const recognised = recognise(
          left,
          before.map((one) => known(one)),
          here,
        );

        expect(left.map((one) => recognised.get(one)?.id)).toEqual(left.map(({ id }) => id));
      }),
    );
  });
});

function shifted({ span }: Finding, lines: number): Finding["span"] {
  const { startLine, endLine, start, end } = span;
  return {
    ...span,
    startLine: startLine + lines,
    endLine: endLine + lines,
    start: start + lines * 100,
    end: end + lines * 100,
  };
}
