import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { secretsOf } from "../../../src/adapters/analysis/secrets.ts";
import { languageOf } from "../../../src/core/language.ts";

/** What was found, as `kind=value`. */
async function find(path: string, text: string): Promise<string[]> {
  const secrets = await secretsOf({ path, language: languageOf(path), text });
  return secrets.map(({ kind, span }) => `${kind}=${text.slice(span.start, span.end)}`);
}

// Put together here, so that no scanner takes this file for a leak.
const pem = (word: string, kind = ""): string => ["-----", word, ` ${kind}PRIVATE `, "KEY-----"].join("");
const RANDOM = ["kJ8s2Lq0Zx7Vb4Nm1Wp9", "Rt6Yc3Hd5Fg2Aa8T"].join("");
const HEX = ["9f86d081884c7d65", "9a2feaa0c55ad015"].join("");

describe("a secret's value", () => {
  it("is an example in a docstring, where a telling name stands beside it", async () => {
    const text = `def answer():\n    """Answers::\n\n        {"api_token": "${HEX}"}\n    """\n    return {"api_token": "x${HEX}"}\n`;

    expect(await find("a.py", text)).toEqual([`example=${HEX}`, `secret=x${HEX}`]);
  });

  it("is not what a standard prints as an example and everybody copies", async () => {
    expect(await find("a.py", `reply = {"access_token": "2YotnFZFEjr1zCsicMWpAA", "expires_in": 3600}`)).toEqual([]);
  });

  it.each([
    ["a.py", `t = "ghp_`, RANDOM, `"`, "github-token"],
    ["a.py", `t = "ghs_`, RANDOM, `"`, "github-token"],
    ["a.py", `t = "github_pat_`, RANDOM + RANDOM, `"`, "github-token"],
    ["a.py", `t = "glpat-`, RANDOM, `"`, "gitlab-token"],
    ["a.js", `const k = "sk-proj-`, RANDOM, `";`, "openai-key"],
    ["a.js", `const k = "sk-`, RANDOM, `";`, "openai-key"],
    ["a.js", `new Client({ apiKey: "sk-ant-api03-`, RANDOM, `" })`, "anthropic-key"],
    ["a.py", `k = "AKIA`, "IOSFODNN7QWERTYU", `"`, "aws-access-key"],
    ["a.go", `const key = "AIza`, RANDOM.slice(0, 35), `"`, "google-api-key"],
    ["a.py", `s = "xoxb-`, `123456789012-1234567890123-${RANDOM}`, `"`, "slack-token"],
    ["a.py", `s = "SG.`, `ngeVfQFYQlKU0ufo8x5d1A.${RANDOM}`, `"`, "sendgrid-key"],
    ["a.js", `stripe("sk_live_`, RANDOM.slice(0, 24), `")`, "stripe-key"],
    ["a.txt", `//registry.test/:_authToken=npm_`, RANDOM, "\n", "npm-token"],
    ["a.py", `h = "hf_`, RANDOM, `"`, "hugging-face-token"],
    ["a.py", `bot("123456789:AA`, RANDOM.slice(0, 33), `")`, "telegram-token"],
    ["a.py", `jwt = "eyJ`, `hbGciOiJIUzI1NiJ9.eyJzdWIiOiJqb2UifQ.${RANDOM}`, `"`, "json-web-token"],
  ])("is found by its issuer's form: %s %s…", async (path, before, value, after, kind) => {
    const prefix = /[\w.:-]*$/.exec(before.slice(before.search(/["=][^"=]*$/) + 1))?.[0] ?? "";

    expect(await find(path, `// 😀\n${before}${value}${after}`)).toEqual([`${kind}=${prefix}${value}`]);
  });

  it.each([
    ["a.py", "https://hooks.slack.com/services/", `T01ABCDEF/B01ABCDEF/${RANDOM.slice(0, 24)}`, "", "slack-webhook"],
    ["a.py", `headers = {"Authorization": "Bearer `, HEX, `"}`, "bearer-token"],
    ["a.py", `db = "postgres://app:`, "p4ssw0rdX", `@db.internal/app"`, "password"],
    ["A.java", `String u = "jdbc:mysql://root:`, "Tr0ub4dor", `@10.0.0.1/x";`, "password"],
    ["a.cs", `var c = "Server=db;User Id=sa;Password=`, "S3cure!pw", `;Encrypt=true";`, "password"],
    ["a.cs", `var c = "AccountName=x;AccountKey=`, `${RANDOM}${RANDOM}abcdefghijklmn==`, `;";`, "azure-key"],
    ["a.py", `aws_secret_access_key = "`, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQWERTYUIO", `"`, "aws-key"],
  ])("is found by the place that it stands in: %s %s…", async (path, before, value, after, kind) => {
    expect(await find(path, before + value + after)).toEqual([`${kind}=${value}`]);
  });

  it.each([
    ["a.py", `password = "`, "hunter2", `"`, "password"],
    ["a.py", `DB_PASSWORD = '`, "Tr0ub4dor&3", `'`, "password"],
    ["a.js", `const config = { password: "`, "Sup3rS3cret!", `", user: "x" }`, "password"],
    ["a.js", "const passphrase = `", "kJhGfDsAqWeRtY", "`;", "password"],
    ["A.java", `private static final String SECRET_KEY = "`, HEX, `";`, "secret"],
    ["A.java", `dataSource.setPassword("`, "qW3rty!9z", `");`, "password"],
    ["A.java", `properties.put("db.password", "`, "S3cret!x", `");`, "password"],
    ["a.c", `#define DB_PASSWORD "`, "s3cr3tP@ss", `"`, "password"],
    ["a.go", `jwtSecret := "`, "f7Gh2kLp0sWq8ZxC", `"`, "secret"],
    ["a.ts", `const apiKey: string = "`, HEX, `";`, "secret"],
    ["a.py", `if password == "`, "Adm1n!2024", `":`, "password"],
    ["a.py", `app.config["SECRET_KEY"] = "`, HEX, `"`, "secret"],
    ["a.py", `get(u, headers={"X-Api-Key": "`, HEX, `"})`, "secret"],
    ["a.yml", "db:\n  password: ", "pl9zQx7w", "\r\n", "password"],
    [".env", "export API_TOKEN=", "8d7f6a5s4d3f2g1h0j9k", "\n", "secret"],
    ["Dockerfile", "ENV DB_PASSWORD=", "pl9zQx7w", "\n", "password"],
  ])("is found by its name and its randomness: %s %s…", async (path, before, value, after, kind) => {
    expect(await find(path, before + value + after)).toEqual([`${kind}=${value}`]);
  });

  it("is found line by line in a private key, without the string around it", async () => {
    const lines = ["MIIEowIBAAKCAQEAxvnGmvmSx0kJh", "QwErTyUiOpAsDfGhJkLzXcVbNm12", "Zx7Vb4Nm=="];
    const begin = pem("BEGIN", "RSA ");
    const end = pem("END", "RSA ");
    const found = lines.map((line) => `private-key=${line}`);

    expect(await find("a.py", `KEY = """${begin}\r\n${lines.join("\r\n")}\r\n${end}"""`)).toEqual(found);
    expect(await find("a.go", `k := "${begin}\\n" +\n\t"${lines.join('\\n" +\n\t"')}\\n${end}"`)).toEqual(found);
    expect(await find("a.json", `{"private_key": "${begin}\\n${lines.join("\\n")}\\n${end}\\n"}`)).toEqual(found);
  });

  it("is found though a comment asks not to look", async () => {
    const text = `// secretlint-disable\nconst t = "ghp_${RANDOM}"; // secretlint-disable-line noqa nosec\n`;

    expect(await find("a.js", text)).toEqual([`github-token=ghp_${RANDOM}`]);
  });

  it("is covered tightly and once, when several rules see it", async () => {
    const text = `password = "postgres://u:p4ssw0rdX@host/db"\ntoken = "ghp_${RANDOM}"`;

    expect(await find("a.py", text)).toEqual(["password=p4ssw0rdX", `github-token=ghp_${RANDOM}`]);
  });
});

describe("what is no secret", () => {
  it.each([
    ["a.py", `password = "changeme"`],
    ["a.py", `password = "changeme123"`],
    ["a.py", `password = "password1"`],
    ["a.py", `password = "test123"`],
    ["a.py", `token = "xxxxxxxxxxxxxxxxxxxx"`],
    ["a.py", `api_key = "<your-api-key>"`],
    ["a.py", `api_key = "example_key_12345"`],
    ["a.py", `SECRET_KEY = "your-secret-key-here"`],
    ["a.py", `AWS = "AKIAIOSFODNN7EXAMPLE"`],
    [".env", "PASSWORD=${DB_PASSWORD}"],
    ["a.yml", "password: {{ vault_password }}"],
    ["a.yml", "password: ${{ secrets.DB_PASSWORD }}"],
    ["a.yml", "    - name: db-password\n      secretName: app-db-1-secret"],
    ["a.py", `password = os.environ["DB_PASSWORD"]`],
    ["a.py", `password = getpass("Enter your password: ")`],
    ["a.js", `const password = req.body.password`],
    ["a.js", `<input type="password" name="password">`],
    ["a.js", `localStorage.getItem("token")`],
    ["a.js", "headers: { Authorization: `Bearer ${token}` }"],
    ["a.js", "const u = `https://${user}:${token}@github.com/x`"],
    ["a.js", `const passwordField = document.querySelector("#password2")`],
    ["a.js", `const TOKEN_URL = "https://login.example.com/oauth2/token"`],
    ["a.ts", "password: string;"],
    ["a.go", `password := flag.String("password", "", "the password")`],
    ["A.java", `String token = request.getHeader("X-Auth-Token");`],
    ["a.py", `url = "postgres://user:password@localhost/db"`],
    ["a.py", `url = f"postgres://{user}:{password}@{host}/db"`],
    ["a.py", `token = "csrf_token"`],
    ["a.py", `password_hasher = "argon2id"`],
    ["a.py", `reset_password_path = "/account/reset1"`],
    ["a.py", `secret_name = "prod-db-secret-2"`],
    ["a.py", `print("token: %s" % token)`],
    ["a.py", `for name in ("tokens", "symbol2label"): pass`],
    ["a.py", `checksums = {"AWS::IAM::AccessKey": "62d91b17309e76c8"}`],
    ["a.py", `if line.startswith('${pem("BEGIN", "RSA ")}'): pass`],
    ["a.txt", `${pem("BEGIN")}\n...\n${pem("END")}`],
    [
      "a.json",
      `"integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="`,
    ],
    ["a.txt", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["a.txt", "git@github.com:owner/repo.git https://github.com:443/x@y"],
    ["a.css", ".sk-folding-cube-loading-1 { color: red }"],
  ])("is left alone: %s %s", async (path, text) => {
    expect(await find(path, text)).toEqual([]);
  });
});

describe("the search", () => {
  it("gives spans in order that never overlap, in any text", async () => {
    const parts = fc.constantFrom(
      "password",
      "token",
      ' = "',
      '"',
      ": ",
      "\n",
      "ghp_",
      RANDOM,
      "https://a:",
      "@b",
      pem("BEGIN"),
      "😀",
      "\ud800",
      "Bearer ",
      "sk-",
      ";pwd=",
      "\0",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { maxLength: 30 }), async (array) => {
        const text = array.join("");
        const secrets = await secretsOf({ path: "a.txt", language: "text", text });

        let from = 0;
        for (const { span } of secrets) {
          expect(span.start).toBeGreaterThanOrEqual(from);
          expect(span.end).toBeGreaterThan(span.start);
          from = span.end;
        }
        expect(from).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    "password ",
    'password="',
    "https://a:",
    "A1",
    "sk-",
    "eyJaaaaaaaaaaaaaa.",
    `${pem("BEGIN")}\n`,
    "Bearer a",
    ";pwd=aaaa",
    "\"'`]",
    "token_",
  ])("ends on a megabyte of %j", async (part) => {
    const text = part.repeat(1_000_000 / part.length);

    await expect(secretsOf({ path: "a.txt", language: "text", text })).resolves.toBeDefined();
  });
});
