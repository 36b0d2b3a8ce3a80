import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { openAnalysis } from "../src/adapters/analysis/process.ts";
import type { Finding } from "../src/core/finding.ts";
import { DEFAULT_LIMITS } from "../src/core/limits.ts";
import { markedFinding } from "../src/core/mark.ts";
import { placeAll, type PlacedFindings } from "../src/core/placement.ts";
import { openRedactor } from "../src/core/redaction.ts";
import { reviewChange } from "../src/core/review-change.ts";
import type { Review } from "../src/core/review.ts";
import { linesOf } from "../src/core/text.ts";
import type { Words } from "../src/core/words.ts";
import { openWords } from "../src/report/words.ts";
import { budgetOf, changedFile, changeOf } from "./fakes.ts";

// A pull request that brings secrets gets comments about them. None of what we write may give one away, in whatever form it arrives
// in a text of ours: as it is, encoded, turned around, or in pieces.

jest.setTimeout(120_000);

// Put together here, so that no scanner takes this file for a leak.
const RANDOM = ["kJ8s2Lq0Zx7Vb4Nm1Wp9", "Rt6Yc3Hd5Fg2Aa8T"].join("");
const HEX = ["9f86d081884c7d65", "9a2feaa0c55ad015"].join("");
const JWT = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJqb2UifQ", RANDOM].join(".");
const mixed = (at: number, length = 28) => {
  const alphabet = `${RANDOM}${HEX}`;
  return Array.from({ length }, (_, index) => alphabet[(at * 17 + index * (7 + (at % 5))) % alphabet.length]).join("");
};

/** Sixty ways in which secrets stand in code: what issuers give out, and what stands at a name or a place that says it. */
const SECRETS: readonly { line: string; secret: string }[] = [
  ...["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map((prefix, at) => `${prefix}${mixed(at, 36)}`),
  `github_pat_${RANDOM}${RANDOM}`,
  `glpat-${mixed(6, 20)}`,
  `sk-proj-${mixed(7, 40)}`,
  `sk-ant-api03-${mixed(8, 40)}`,
  `sk-${mixed(9, 48)}`,
  `hf_${mixed(10, 34)}`,
  `npm_${mixed(11, 36)}`,
  `xoxb-123456789012-1234567890123-${mixed(12, 24)}`,
  `SG.ngeVfQFYQlKU0ufo8x5d1A.${mixed(13, 43)}`,
  `sk_live_${mixed(14, 24)}`,
  `rk_live_${mixed(15, 24)}`,
  JWT,
  `AIza${mixed(16, 35)}`,
]
  .map((secret) => ({ line: `value = "${secret}"`, secret }))
  .concat(
    [
      ["password", "hunter2-Tr0ub4dor"],
      ["DB_PASSWORD", "Tr0ub4dor&3-xyz"],
      ["passphrase", "kJhGfDsAqWeRtY12"],
      ["admin_password", "S3cure!pw-9917"],
      ["SECRET_KEY", HEX],
      ["session_secret", mixed(20)],
      ["jwt_secret", mixed(21)],
      ["api_key", mixed(22)],
      ["API_TOKEN", mixed(23)],
      ["auth_token", mixed(24)],
      ["access_token", mixed(25)],
      ["client_secret", mixed(26)],
      ["private_key", mixed(27, 44)],
      ["encryption_key", mixed(28, 32)],
      ["signing_key", mixed(29, 32)],
      ["webhook_secret", mixed(30, 32)],
      ["smtp_password", "pl9zQx7w-Mail!"],
      ["redis_password", "r3d1s-Passw0rd"],
      ["aws_secret_access_key", `wJalrXUtnFEMI/K7MDENG/${mixed(31, 18)}`],
      ["stripe_secret", mixed(32, 30)],
      ["github_token", mixed(33, 40)],
    ].map(([name = "", secret = ""]) => ({ line: `${name} = "${secret}"`, secret })),
  )
  .concat(
    ["postgres", "mysql", "mongodb", "redis", "amqp", "mssql", "https", "ftp"].map((scheme, at) => ({
      line: `url_${at} = "${scheme}://app:${mixed(40 + at, 18)}@db.internal/x"`,
      secret: mixed(40 + at, 18),
    })),
  )
  .concat(
    ["Authorization", "X-Api-Key", "X-Auth-Token", "Proxy-Authorization"].map((header, at) => ({
      line: `headers_${at} = {"${header}": "Bearer ${mixed(50 + at, 32)}"}`,
      secret: mixed(50 + at, 32),
    })),
  )
  .concat(
    ["connect", "login", "authenticate", "set_password", "bind", "Session", "Client", "open_vault", "sign_in"].map(
      (callee, at) => ({ line: `${callee}(password="${mixed(60 + at, 20)}")`, secret: mixed(60 + at, 20) }),
    ),
  );

const ENCODINGS: Record<string, (secret: string) => string> = {
  "as it is": (secret) => secret,
  base64: (secret) => Buffer.from(secret).toString("base64"),
  "base64 behind one byte": (secret) => Buffer.from(`x${secret}`).toString("base64"),
  "base64 behind two bytes": (secret) => Buffer.from(`xy${secret}`).toString("base64"),
  "base64 for addresses": (secret) => Buffer.from(secret).toString("base64url"),
  hex: (secret) => Buffer.from(secret).toString("hex"),
  "hex in capitals": (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
  "for an address": (secret) => encodeURIComponent(secret),
  "in JSON": (secret) => JSON.stringify(secret),
  "turned around": (secret) => Array.from(secret).toReversed().join(""),
  "its first sixteen characters": (secret) => secret.slice(0, 16),
  "its last sixteen characters": (secret) => secret.slice(-16),
};

const analysis = openAnalysis({ rulesFolder: join(import.meta.dirname, "../knowledge/rules") });
afterAll(() => analysis.close());

const files = Array.from({ length: 6 }, (_, at) => {
  const lines = SECRETS.filter((__, index) => index % 6 === at).map(({ line }) => line);
  const handler = `def find(request, db):\n    name = request.args["name"]\n    return db.execute("SELECT '%s'" % name)\n`;
  return changedFile(`app/part_${at}.py`, `${lines.join("\n")}\n\n\n${handler}`);
});
const redactor = openRedactor();
let review: Review;
let words: Words;
beforeAll(async () => {
  review = await reviewChange(changeOf(files, {}), {
    analysis,
    redactor,
    budget: budgetOf(),
    limits: DEFAULT_LIMITS,
    concurrency: 2,
    all: false,
    onlyAi: false,
    explain: true,
    progress: () => {},
    random: () => 0.5,
  });
  const secrets = ["a secret of the operator, long enough"] as const;
  words = openWords({ ref: { installation: 1, repository: 2, number: 3 }, secrets, scrub: redactor.scrub });
});

const SHA = "0123456789abcdef0123456789abcdef01234567";

/** Everything that is written about these findings, the marks unpacked, and without the escapes that would hide a leak from a search. */
function written(findings: Finding[], placed: readonly PlacedFindings[]): string {
  const rows = findings.map((finding) => ({
    finding: markedFinding(finding, redactor.scrub),
    state: "declined" as const,
    said: "list" as const,
    reason: finding.reason,
    by: "ada",
  }));
  const about = { review: { ...review, findings, notes: findings.map(({ reason }) => reason) }, headSha: SHA };
  const listed = findings.map((finding) => ({ finding, why: finding.reason }));
  const bodies = [
    ...placed.map((one) => words.lineComment(one, { headSha: SHA })),
    words.reviewBody({ ...about, posted: placed, listed }),
    words.summary({ ...about, rows }),
    words.reply({ kind: "not-applied", why: findings.map(({ reason }) => reason).join(" "), left: [] }, 7),
  ];
  const marks = bodies.map((body) => words.readMark(body));
  return JSON.stringify([bodies, marks, words.check({ ...about, rows }), words.annotations(findings)])
    .replaceAll("&#8203;", "")
    .replaceAll("\\", "");
}

/** Twelve characters in a row are enough to know a secret by; shorter forms count whole. */
function leaks(text: string, form: string): string[] {
  const bare = form.replaceAll("\\", "").replace(/^"|"$/g, "");
  if (bare.length <= 12) return text.includes(bare) ? [bare] : [];
  const windows = Array.from({ length: bare.length - 11 }, (_, at) => bare.slice(at, at + 12));
  return windows.filter((window) => new Set(window).size >= 5 && text.includes(window));
}

describe("sixty secrets in a pull request (P9)", () => {
  it("are reported without being shown", () => {
    expect(SECRETS.length).toBeGreaterThanOrEqual(60);
    expect(review.findings.filter(({ weakness }) => weakness === "CWE-798").length).toBeGreaterThan(20);
    const placed = files.flatMap((file) =>
      placeAll(
        review.findings.filter(({ path }) => path === file.path),
        { head: file.head, diffRanges: [{ startLine: 1, endLine: linesOf(file.head).length }] },
        { scrub: redactor.scrub },
      ),
    );

    const text = written(review.findings, placed);

    expect(SECRETS.flatMap(({ secret }) => leaks(text, secret))).toEqual([]);
  });

  it.each(Object.keys(ENCODINGS))("stay unsaid %s, whoever put them into a text of ours", (name) => {
    const encode = ENCODINGS[name] ?? String;
    const [first] = review.findings;
    if (!first) throw new Error("nothing was found");
    const leaking = SECRETS.map(({ secret }, at): Finding => {
      const form = encode(secret);
      const { fix: _, ...bare } = first;
      const id = at.toString(16).padStart(12, "0");
      const said = { title: form, reason: `see ${form} here`, advice: form };
      // What stands as code is looked through once more, for what its own file holds; one of four tells as much as all.
      return { ...bare, id, ...said, ...(at % 4 === 0 ? { symbol: form, sink: form } : {}) };
    });
    const placed = leaking.map((finding): PlacedFindings => ({
      findings: [finding],
      placement: { kind: "comment", side: "RIGHT", line: 1 },
    }));

    const text = written(leaking, placed);

    expect(SECRETS.flatMap(({ secret }) => leaks(text, encode(secret)))).toEqual([]);
  });
});
