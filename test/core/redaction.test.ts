import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Secret } from "../../src/core/analysis.ts";
import { openRedactor } from "../../src/core/redaction.ts";
import { linesOf, spanOf } from "../../src/core/text.ts";

const KEY = ["AKIA", "Q7ZX4M2PLW9D8RTB"].join(""); // in two parts, so that scanners of this repository stay quiet
const PATH = "src/settings.py";

function secretIn(text: string, value: string, kind = "aws-access-key"): Secret {
  const start = text.indexOf(value);
  return { kind, span: spanOf(text, start, start + value.length) };
}

function setUp() {
  return openRedactor({ tag: "9F2C01AB" });
}

describe("hide", () => {
  it("replaces values by typed placeholders and leaves names alone", () => {
    const text = `AWS_ACCESS_KEY = "${KEY}"\nclient(AWS_ACCESS_KEY)\n`;

    const hidden = setUp().hide(text, [secretIn(text, KEY)], PATH);

    expect(hidden).toBe(`AWS_ACCESS_KEY = "REDACTED_AWS_ACCESS_KEY_1_9F2C01AB"\nclient(AWS_ACCESS_KEY)\n`);
  });

  it("gives the same value the same placeholder, also where no analyser saw it", () => {
    const redactor = setUp();
    const one = `key = "${KEY}"\n`;
    const two = `# was ${KEY} before\n`;

    const first = redactor.hide(one, [secretIn(one, KEY)], PATH);
    const second = redactor.hide(two, [], "notes.py");

    expect(first).toBe(`key = "REDACTED_AWS_ACCESS_KEY_1_9F2C01AB"\n`);
    expect(second).toBe("# was REDACTED_AWS_ACCESS_KEY_1_9F2C01AB before\n");
  });

  it("does not spread a plain word: only the value itself is hidden", () => {
    const text = `password = "password"\nprint(password)\n`;
    const start = text.indexOf('"') + 1;

    const hidden = setUp().hide(text, [{ kind: "password", span: spanOf(text, start, start + 8) }], PATH);

    expect(hidden).toBe(`password = "REDACTED_PASSWORD_1_9F2C01AB"\nprint(password)\n`);
  });

  it.each([
    [
      "a template",
      "`-----BEGIN PRIVATE KEY-----\n  MIIEvQIBADANBgkqhkiG9w0BAQ\n  c2VjcmV0IGtleSBib2R5IDEy\n  -----END PRIVATE KEY-----`",
    ],
    [
      "joined literals",
      `"-----BEGIN PRIVATE KEY-----\\n" +\r\n  "\\nMIIEvQIBADANBgkqhkiG9w0BAQ\\n" +\r\n  "-----END PRIVATE KEY-----"`,
    ],
  ])("keeps lines, quotes and armour of a key in %s", (_, literal) => {
    const text = `const key = ${literal};\n`;
    const secret = { kind: "private-key", span: spanOf(text, 13, text.length - 3) };

    const hidden = setUp().hide(text, [secret], PATH);

    expect(hidden).not.toContain("MIIEvQ");
    expect(hidden.replaceAll(/REDACTED_PRIVATE_KEY_\d_9F2C01AB/g, "…")).toBe(
      text.replaceAll(/MIIEvQ\w+|c2VjcmV\w+/g, "…"),
    );
    expect(linesOf(hidden)).toHaveLength(linesOf(text).length);
  });

  it("survives overlapping, empty and repeated spans", () => {
    const text = `a = "postgres://app:${KEY}@db/x"\n`;
    const whole = secretIn(text, `postgres://app:${KEY}@db/x`, "database-url");
    const empty = { kind: "password", span: spanOf(text, 2, 2) };

    const hidden = setUp().hide(text, [secretIn(text, KEY), whole, whole, empty], PATH);

    expect(hidden).toBe(`a = "REDACTED_DATABASE_URL_1_9F2C01AB"\n`);
  });
});

describe("restore", () => {
  it("puts values back only into a file that had them", () => {
    const redactor = setUp();
    const text = `key = "${KEY}"\n`;
    const hidden = redactor.hide(text, [secretIn(text, KEY)], PATH);

    expect(redactor.restore(hidden, PATH)).toBe(text);
    expect(redactor.restore(hidden, "other.py")).toBe(hidden);
    expect(redactor.holdsPlaceholder(hidden)).toBe(true);
    expect(redactor.holdsPlaceholder(text)).toBe(false);
  });

  it("leaves what is not a whole placeholder of this review", () => {
    const redactor = setUp();
    const text = `key = "${KEY}"\n`;
    redactor.hide(text, [secretIn(text, KEY)], PATH);
    const forged = "REDACTED_AWS_ACCESS_KEY_1_00000000 REDACTED_AWS_ACCESS_KEY_2_9F2C01AB REDACTED_AWS_ACCESS_KEY_1";

    expect(redactor.restore(forged, PATH)).toBe(forged);
  });

  it("undoes hide, whatever the text and the spans", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "B", "7", "=", '"', "\\", " ", "\n", "\r\n", "é", "😀", "$&"),
      maxLength: 200,
    });
    const cuts = fc.array(fc.tuple(fc.nat(200), fc.nat(60)), { maxLength: 5 });
    fc.assert(
      fc.property(text, cuts, (original, spans) => {
        const redactor = setUp();
        const secrets = spans.map(([start, length]) => {
          const from = Math.min(start, original.length);
          return { kind: "token", span: spanOf(original, from, Math.min(from + length, original.length)) };
        });

        const hidden = redactor.hide(original, secrets, PATH);

        expect(linesOf(hidden)).toHaveLength(linesOf(original).length);
        expect(redactor.restore(hidden, PATH)).toBe(original);
      }),
    );
  });
});

describe("scrub", () => {
  const VALUE = "s3cr3t/V4lue+With=All_Kinds&of~Bytes9";

  function withSecret(value = VALUE) {
    const redactor = setUp();
    const text = `x = "${value}"`;
    redactor.hide(text, [secretIn(text, value, "token")], PATH);
    return redactor;
  }

  it.each([
    ["as it is", VALUE],
    ["in base64", Buffer.from(VALUE).toString("base64")],
    ["in base64 behind one byte", Buffer.from(`a${VALUE}zz`).toString("base64")],
    ["in base64 behind two bytes", Buffer.from(`ab${VALUE}z`).toString("base64url")],
    ["in hexadecimal", Buffer.from(VALUE).toString("hex")],
    ["in capital hexadecimal", Buffer.from(VALUE).toString("hex").toUpperCase()],
    ["URL-encoded", encodeURIComponent(VALUE)],
    ["twelve bytes of it", VALUE.slice(9, 21)],
  ])("finds a value %s", (_, written) => {
    const scrubbed = withSecret().scrub(`before ${written} after`);

    expect(scrubbed).toContain("REDACTED_TOKEN_1_9F2C01AB");
    expect(scrubbed).toMatch(/^before .{0,3}REDACTED_TOKEN_1_9F2C01AB.{0,6} after$/);
  });

  it("gives a file's text back exactly, pieces, encodings and values with a common beginning included", () => {
    const [one, two] = ["token_live_51HxABCDEFgh99", "token_live_51HxABzzzzzz00"];
    const text = `a = "${one}"\nb = "${two}"\nc = "${one.slice(0, 14)}"\nd = "${Buffer.from(two).toString("hex")}"\ne = x${one}y\n`;
    const redactor = setUp();
    redactor.hide(text, [secretIn(text, one), secretIn(text, two)], PATH);

    const scrubbed = redactor.scrub(text, PATH);

    expect(scrubbed).not.toMatch(/51Hx|746f6b656e/);
    expect(redactor.restore(scrubbed, PATH)).toBe(text);
  });

  it("leaves other text alone", () => {
    const text = "With all kinds of bytes, a value may be s3cr3t.";

    expect(withSecret().scrub(text)).toBe(text);
  });

  it("finds the password of an address, and does not take the address itself for one", () => {
    const redactor = withSecret("postgres://app:hunter2-hunter2@localhost:5432/users");

    expect(redactor.scrub("hunter2-hunter2 at postgres://localhost:5432/users")).toBe(
      "REDACTED_TOKEN_1_9F2C01AB at postgres://localhost:5432/users",
    );
  });

  it("hides a short value where it stands as a value of its own file", () => {
    const redactor = withSecret("admin");
    const line = `login("admin", admin_name) # admin`;

    expect(redactor.scrub(line, PATH)).toBe(`login("REDACTED_TOKEN_1_9F2C01AB", admin_name) # admin`);
    expect(redactor.scrub(line, "other.py")).toBe(line);
    expect(redactor.scrub(line)).toBe(line);
  });
});
