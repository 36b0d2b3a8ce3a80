import { afterAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Analysis } from "../../../../src/core/analysis.ts";
import type { MarkedFinding } from "../../../../src/core/mark.ts";
import { applyPatch, patchBetween } from "../../../../src/core/patch.ts";
import { patchDigest } from "../../../../src/core/patch-digest.ts";
import { DEFAULT_POLICY, type Policy } from "../../../../src/core/policy.ts";
import { applyFixes, type ApplyRequest } from "../../../../src/core/pull/apply/apply-fixes.ts";
import type { Ledger } from "../../../../src/core/pull/ledger/ledger.ts";
import type { Commit, PullRequestHost } from "../../../../src/core/pull-request.ts";
import { openRedactor } from "../../../../src/core/redaction.ts";
import { openWords } from "../../../../src/report/words.ts";
import { BOB, BOT, HEAD, PULL, smallHost } from "../small-host.ts";
import { openRules } from "../small-pull.ts";

const SCALE = Number(process.env["WALK_SCALE"] ?? 1);

const rules = openRules();
afterAll(() => rules.close());
/** Nothing is ever wrong: what is left is what is done with bytes. */
const quiet: Analysis = {
  read: async () => ({ diagnostics: [], alerts: [] }),
  rules: async () => [],
  close: async () => {},
};

const words = openWords({ ref: PULL, secrets: ["a secret of sixteen"] });
const REQUEST: ApplyRequest = { ids: "all", askedBy: BOB, request: "comment-1" };

/** A finding whose fix turns one text into another. */
function fixing(
  id: string,
  path: string,
  then: string,
  fixed: string,
  other: Partial<MarkedFinding> = {},
): MarkedFinding {
  const patch = patchBetween(path, then, fixed);
  return {
    id: id.padStart(12, "0"),
    weakness: "CWE-89",
    severity: "high",
    path,
    symbol: "find",
    sink: "db.execute",
    title: "SQL built from strings",
    lines: { startLine: 1, endLine: 1 },
    byModel: false,
    cites: [],
    fix: { digest: patchDigest(patch), madeBy: { kind: "rule", name: "r" }, title: "binds", hunks: patch.hunks },
    ...other,
  };
}

const THEN = "a".repeat(40);

/** `earlier`: what the files were when the findings were said, where they are others now. */
function setUp(
  files: Record<string, string>,
  findings: readonly MarkedFinding[],
  over: Partial<PullRequestHost> & {
    analysis?: Analysis;
    policy?: Partial<Policy>;
    earlier?: Record<string, string>;
  } = {},
) {
  const { analysis = quiet, policy, earlier, ...host } = over;
  const commits: Commit[] = [];
  const ledger: Ledger = {
    entries: findings.map((finding) => ({ finding, state: "open", headSha: earlier ? THEN : HEAD })),
    summary: { id: 1, author: BOT, body: "", byUs: true, createdAt: "" },
    reviewed: new Set(),
    answered: new Map(),
    said: new Set(),
    decisions: [],
    paused: false,
    digests: new Set(),
  };
  const whole: PullRequestHost = {
    ...smallHost("none", "", { bob: "write" }).host,
    readAt: async (sha, path) => (sha === THEN ? earlier?.[path] : files[path]),
    commit: async (commit) => {
      commits.push(commit);
      return { sha: "d".repeat(40) };
    },
    ...host,
  };
  const around = { pull: PULL, ledger, policy: { ...DEFAULT_POLICY, ...policy }, words, redactor: openRedactor() };
  const apply = (request: Partial<ApplyRequest> = {}) =>
    applyFixes({ ...REQUEST, ...request }, around, { host: whole, analysis });
  return { apply, commits };
}

const QUERY = `import sqlite3\n\n\ndef find(db, name):\n    return db.execute("SELECT * FROM users WHERE name = '%s'" % name)\n`;
const BOUND = QUERY.replace(`'%s'" % name`, `?", (name,)`);

describe("a commit of fixes", () => {
  it("holds what the fix brings, and every other byte as it was (A10)", async () => {
    const line = fc.tuple(
      fc.constantFrom("", "a", "\tb  ", "c\f", "d\u2028e", "\u0085", "\\ No newline at end of file", "ä", "\uFEFFx"),
      fc.constantFrom("\n", "\r\n", "\r\r\n"),
    );
    const text = fc
      .tuple(fc.boolean(), fc.array(line, { minLength: 1, maxLength: 12 }), fc.boolean())
      .map(([mark, lines, ended]) => {
        const joined = lines.map((parts) => parts.join("")).join("");
        return (mark ? "\uFEFF" : "") + (ended ? joined : joined.replace(/\r*\n$/, ""));
      });
    let made = 0;
    await fc.assert(
      fc.asyncProperty(text, text, async (then, fixed) => {
        const finding = fixing("1", "a.py", then, fixed);
        const { apply, commits } = setUp({ "a.py": then }, [finding]);

        const reply = await apply();

        if (reply.kind !== "applied") return;
        made++;
        expect(commits.map(({ files }) => files)).toEqual([[{ path: "a.py", text: fixed }]]);
        expect(fixed).toBe(applyPatch(then, { path: "a.py", hunks: finding.fix?.hunks ?? [] }));
      }),
      { numRuns: 200 * SCALE },
    );
    expect(made).toBeGreaterThan(100);
  });

  it("names everything that was asked for once: in it, or left with its reason (A12)", async () => {
    const block = (index: number) => `line ${index}\nweak(${index})\n`;
    const then = Array.from({ length: 6 }, (_, index) => block(index)).join("");
    const findings = Array.from({ length: 6 }, (_, index) =>
      fixing(`${index + 1}`, "a.py", then, then.replace(`weak(${index})`, `safe(${index})`), { sink: `weak${index}` }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(5)),
        fc.uniqueArray(fc.nat(5), { minLength: 1 }),
        async (changed, asked) => {
          const now = changed.reduce((text, index) => text.replace(`weak(${index})`, `other(${index})`), then);
          const { apply, commits } = setUp({ "a.py": now }, findings, { earlier: { "a.py": then } });
          const ids = asked.map((index) => findings[index]?.id ?? "");

          const reply = await apply({ ids });

          const left = asked.filter((index) => changed.includes(index)).map((index) => findings[index]?.id);
          if (reply.kind !== "applied" && reply.kind !== "not-applied") throw new Error(reply.kind);
          expect(reply.left.map(({ id }) => id).toSorted()).toEqual(
            left.toSorted((one, other) => String(one).localeCompare(String(other))),
          );
          expect(commits).toHaveLength(left.length === asked.length ? 0 : 1);
          if (reply.kind === "applied")
            expect([...reply.ids, ...reply.left.map(({ id }) => id)].toSorted()).toEqual(ids.toSorted());
        },
      ),
      { numRuns: 50 * SCALE },
    );
  });

  it("is signed off by the App itself where the settings want it, and by nobody else", async () => {
    const finding = fixing("1", "a.py", QUERY, BOUND);
    const plain = setUp({ "a.py": QUERY }, [finding]);
    const signed = setUp({ "a.py": QUERY }, [finding], { policy: { signOff: true } });

    await plain.apply();
    await signed.apply();

    expect(plain.commits[0]?.body).not.toContain("Signed-off-by");
    expect(signed.commits[0]?.body.split("\n").slice(-3)).toEqual([
      "Co-authored-by: bob <2+bob@users.noreply.github.com>",
      "Signed-off-by: reflexgen[bot] <9+reflexgen[bot]@users.noreply.github.com>",
      "ReflexGen-Request: comment-1",
    ]);
  });

  it("is not made for somebody who may not write at that very moment (A3)", async () => {
    const { apply, commits } = setUp({ "a.py": QUERY }, [fixing("1", "a.py", QUERY, BOUND)], {
      permissionOf: async () => "read",
    });

    await expect(apply()).resolves.toMatchObject({
      kind: "not-applied",
      why: "who asked for it may not write here any more",
    });
    expect(commits).toEqual([]);
  });

  it("leaves out what only a model examined, where the settings say so", async () => {
    const byModel = fixing("1", "a.py", QUERY, BOUND, { byModel: true });
    const { apply, commits } = setUp({ "a.py": QUERY }, [byModel], { policy: { suggestModelOnly: false } });

    const reply = await apply();

    expect(reply).toMatchObject({ kind: "not-applied", left: [{ reason: expect.stringContaining("only a model") }] });
    expect(commits).toEqual([]);
  });

  it("is made anew once for a branch that moved, and then no more (A2)", async () => {
    let tries = 0;
    const { apply } = setUp({ "a.py": QUERY }, [fixing("1", "a.py", QUERY, BOUND)], {
      commit: async () => {
        tries++;
        return { refused: "stale", words: "" };
      },
    });

    await expect(apply()).resolves.toMatchObject({
      kind: "not-applied",
      why: "the branch keeps moving; ask again when it rests",
    });
    expect(tries).toBe(2);
  });

  it("is not made again where the same request has one (A8)", async () => {
    const { apply, commits } = setUp({ "a.py": BOUND }, [fixing("1", "a.py", QUERY, BOUND)], {
      findCommit: async (line) => (line === "ReflexGen-Request: comment-1" ? "e".repeat(40) : undefined),
    });

    const reply = await apply();

    expect(reply).toEqual({ kind: "applied", commitSha: "e".repeat(40), ids: ["000000000001"], left: [] });
    expect(commits).toEqual([]);
  });

  it("is not made where everything stands there already, also an insertion", async () => {
    const guarded = QUERY.replace("    return", "    check(name)\n    return");
    const { apply, commits } = setUp({ "a.py": guarded }, [fixing("1", "a.py", QUERY, guarded)], {
      earlier: { "a.py": QUERY },
    });

    await expect(apply()).resolves.toEqual({ kind: "there-already", headSha: HEAD });
    expect(commits).toEqual([]);
  });
});

describe("what is worse afterwards is not committed (A7)", () => {
  const bad: [string, string, RegExp][] = [
    ["does not parse", QUERY.replace("% name)", "% name"), /syntax/i],
    ["uses what is bound nowhere", QUERY.replace(`'%s'" % name`, `?", (nam,)`), /nam/],
    ["is weak as before", QUERY.replace(`'%s'" % name`, `%s" % name`), /still there|still be reported/],
    [
      "is weak in another way",
      BOUND.replace("    return", "    import os\n    os.system(name)\n    return"),
      /reports/,
    ],
  ];

  it.each(bad)("where the file %s", async (_, fixed, why) => {
    const { apply, commits } = setUp({ "a.py": QUERY }, [fixing("1", "a.py", QUERY, fixed)], { analysis: rules });

    const reply = await apply();

    if (reply.kind !== "not-applied") throw new Error(reply.kind);
    expect(reply.left).toEqual([{ id: "000000000001", reason: expect.stringMatching(why) }]);
    expect(commits).toEqual([]);
  });

  it("whatever is broken in a fix that held", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(BOUND.length - 1), fc.constantFrom("(", ")", '"', "'", "]", "{"), async (at, odd) => {
        const broken = BOUND.slice(0, at) + odd + BOUND.slice(at);
        const { apply, commits } = setUp({ "a.py": QUERY }, [fixing("1", "a.py", QUERY, broken)], { analysis: rules });

        await apply();

        const after = await rules.read({ path: "a.py", language: "python", text: broken }, { diagnostics: true });
        if ((after.diagnostics ?? []).some(({ kind }) => kind === "syntax")) expect(commits).toEqual([]);
      }),
      { numRuns: 40 * SCALE },
    );
  });

  it("and one bad fix does not stop a good one of the same file", async () => {
    const both = `${QUERY}\n\ndef other(db, name):\n    return db.execute("DELETE FROM users WHERE name = '%s'" % name)\n`;
    const good = fixing(
      "1",
      "a.py",
      both,
      both.replace(`SELECT * FROM users WHERE name = '%s'" % name`, `SELECT * FROM users WHERE name = ?", (name,)`),
    );
    const poor = fixing(
      "2",
      "a.py",
      both,
      both.replace(`DELETE FROM users WHERE name = '%s'" % name`, `DELETE FROM users WHERE name = %s" % name`),
    );
    const { apply, commits } = setUp({ "a.py": both }, [poor, good], { analysis: rules });

    const reply = await apply();

    expect(reply).toMatchObject({ kind: "applied", ids: [good.id], left: [{ id: poor.id }] });
    expect(commits[0]?.files[0]?.text).toContain('name = ?", (name,)');
    expect(commits[0]?.files[0]?.text).toContain("DELETE FROM users WHERE name = '%s'");
  });
});

describe("fixes of one line", () => {
  const LINE = `import sqlite3\nimport yaml\n\n\ndef find(db, name, text):\n    return db.execute("SELECT * FROM users WHERE name = '%s'" % name), yaml.load(text, Loader=yaml.Loader)\n`;
  const bind = (text: string) => text.replace(`'%s'" % name`, `?", (name,)`);
  const load = (text: string) => text.replace("yaml.load(text, Loader=yaml.Loader)", "yaml.safe_load(text)");

  /** Both weaknesses as the rules report them. */
  async function onOneLine() {
    const { alerts = [] } = await rules.read({ path: "a.py", language: "python", text: LINE }, { alerts: "all" });
    const of = (part: string) => {
      const { weakness, sink } = alerts.find((alert) => alert.sink.includes(part)) ?? {};
      if (!weakness || !sink) throw new Error(`nothing reports ${part}`);
      return { weakness, sink };
    };
    return [
      fixing("1", "a.py", LINE, bind(LINE), of("execute")),
      fixing("2", "a.py", LINE, load(LINE), of("load")),
    ] as const;
  }

  it("are committed together where a rule can say that both weaknesses are gone", async () => {
    const findings = await onOneLine();
    const { apply, commits } = setUp({ "a.py": LINE }, findings, { analysis: rules });

    const reply = await apply();

    expect(reply).toMatchObject({ kind: "applied", ids: findings.map(({ id }) => id), left: [] });
    expect(commits[0]?.files).toEqual([{ path: "a.py", text: load(bind(LINE)) }]);
  });

  it("are not where no rule can: one is committed, the other is left", async () => {
    const [query, yaml] = await onOneLine();
    const { apply, commits } = setUp({ "a.py": LINE }, [query, { ...yaml, sink: "only a model sees this" }], {
      analysis: rules,
    });

    const reply = await apply();

    expect(reply).toMatchObject({
      kind: "applied",
      ids: [query.id],
      left: [{ id: yaml.id, reason: expect.stringContaining("overlap") }],
    });
    expect(commits[0]?.files[0]?.text).toBe(bind(LINE));
  });
});
