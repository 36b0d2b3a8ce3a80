import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { removeTemporaryFolders } from "../adapters/host/temporary-repository.ts";
import { dataIn } from "../fakes.ts";
import { openModelServer, type ModelServer, type Question } from "./model-server.ts";
import { CLEAN, printed, reflexgen, repositoryOf, vulnerable } from "./run.ts";

const servers: ModelServer[] = [];
async function serverOf(...script: Parameters<typeof openModelServer>): Promise<ModelServer> {
  const server = await openModelServer(...script);
  servers.push(server);
  return server;
}
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  removeTemporaryFolders();
});

const TOKEN = `ghp_${"Zx9Yw8Vu7T".repeat(4).slice(0, 36)}`;
const ORDERS = `from shop.session import current_user


def show_order(database, order_id):
    database.login("${TOKEN}")
    order = database.order(order_id)
    return order.as_dict()
`;
const CHECKED = `    if order.owner != current_user():
        return None
    return order.as_dict()`;
const USES = `from shop.orders import show_order

PASSWORD = "${TOKEN.slice(0, 20)}Kq7"


def page(database):
    return show_order(database, 1)
`;

/** A model that knows one weakness, where it stands, and how it goes. */
function honest({ purpose, user }: Question): unknown {
  if (purpose === "introspect") {
    const code = dataIn(user, "code");
    const claim = {
      weakness: "CWE-639",
      severity: "high",
      confidence: 0.9,
      quote: "order = database.order(order_id)",
      sink: "database.order",
      title: "Any order is shown to anyone",
      reason: "The id comes from a request and nobody asks who owns the order.",
    };
    const isOpen = code.includes("def show_order") && !code.includes("order.owner");
    return { considered: "order_id", defects: isOpen ? [claim] : [] };
  }
  if (purpose === "compare") {
    const isOpen = (side: string) => ({ hasWeakness: !dataIn(user, side).includes("order.owner") });
    return {
      reason: "one asks",
      first: isOpen("first"),
      second: isOpen("second"),
      sameBehaviour: true,
      newDanger: "none",
    };
  }
  const code = dataIn(user, "code").replace("    return order.as_dict()", CHECKED);
  return { explanation: "Asks who owns it.", obstacle: "", code, imports: [], title: "asks who owns the order" };
}

const SHOP = { "shop/session.py": "def current_user():\n    return None\n" };
const nothing = () => ({ considered: "", defects: [] });

describe("a review with a model", () => {
  it("finds, repairs and applies what rules don't know; secrets reach neither the endpoint nor any output, and stand in the file as before", async () => {
    const { folder } = repositoryOf(SHOP, { "shop/orders.py": ORDERS, "shop/page.py": USES });
    const server = await serverOf(honest);
    const words = ["review", "--model", "scripted", "--explain"];
    const run = (...more: string[]) => reflexgen([...words, ...more], { folder, environment: server.environment });

    const [json, sarif, markdown] = await Promise.all(
      ["json", "sarif", "markdown"].map((form) => run("--format", form)),
    );
    const text = await run("--apply");

    const finding = printed(json!).findings.find(({ weakness }) => weakness === "CWE-639");
    expect(finding?.fix).toMatchObject({ reached: "L3", examinedByModelOnly: true });
    expect(text.stderr).toMatch(
      new RegExp(
        `^Code goes to ${RegExp.escape(server.host)} \\(model scripted\\)\\.\nApplied [0-9a-f]{12} to shop/orders\\.py\\.\nApplied [0-9a-f]{12} to shop/page\\.py\\.\n$`,
      ),
    );
    expect(text.stdout).toMatch(/Cost: \d+ model calls, about [\d,]+ tokens/);
    expect(readFileSync(join(folder, "shop/orders.py"), "utf8")).toBe(
      ORDERS.replace("    return order.as_dict()", CHECKED),
    );
    expect(server.questions.map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(["introspect", "compare"]));
    const seen =
      [json, sarif, markdown, text].map((one) => one!.stdout + one!.stderr).join() +
      JSON.stringify(server.questions.map(({ body }) => body));
    expect(seen).not.toContain(TOKEN.slice(0, 20));
    expect(seen).toContain("REDACTED_");
    expect([json, sarif, markdown, text].map((one) => one!.stdout + one!.stderr).join()).not.toContain("hunter2");
  });

  it("is never clean where the model did not look: wrong key, nobody there, no answer in time, garbage, redirect, used-up budget", async () => {
    const { folder } = repositoryOf({ "a.py": CLEAN }, { "b.py": CLEAN });
    const words = ["review", "--model", "scripted", "--format", "json"];
    const status = (code: number, headers = {}) =>
      serverOf((_, response) => void response.writeHead(code, headers).end("{}"));
    const slow = await serverOf(() => undefined);
    const elsewhere = await serverOf(nothing);
    const gone = await openModelServer(nothing);
    await gone.close();
    const cases: [RegExp, ModelServer, Record<string, string>?][] = [
      [/^not examined by the model: the model's endpoint refused the key \(401\)$/, await status(401)],
      [/^not examined by the model: the model's endpoint can't be reached \(ECONNREFUSED\)$/, gone],
      [
        /^not examined by the model: the model's endpoint did not answer in time$/,
        slow,
        { REFLEXGEN_MODEL_TIMEOUT: "0.2" },
      ],
      [/^not examined by the model: the answer[^\n]*form/, await serverOf(() => ({ nonsense: true }))],
      [
        /^not examined by the model: the model's endpoint sends requests elsewhere/,
        await status(307, { location: elsewhere.environment["OPENAI_BASE_URL"] }),
      ],
      [/^not examined by the model: the limit of 20 tokens is reached$/, elsewhere, { REFLEXGEN_MAX_TOKENS: "20" }],
    ];

    const runs = await Promise.all(
      cases.map(([, server, more]) => reflexgen(words, { folder, environment: { ...server.environment, ...more } })),
    );

    expect(runs.map(({ code }) => code)).toEqual(cases.map(() => 2));
    expect(runs.map((run) => printed(run).unread)).toEqual(
      cases.map(([reason]) => [
        { path: "b.py", lines: { startLine: 1, endLine: 2 }, reason: expect.stringMatching(reason), failed: true },
      ]),
    );
    expect(elsewhere.questions).toEqual([]);
    expect(runs.map(({ stdout, stderr }) => stdout + stderr).join()).not.toContain("hunter2");
  });

  it("keeps what rules found when the model is gone, and asks nobody without a name, whatever keys lie around", async () => {
    const { folder } = repositoryOf({ "a.py": CLEAN }, { "b.py": vulnerable() });
    const server = await serverOf((_, response) => void response.writeHead(500).end());

    const [failed, unnamed] = await Promise.all([
      reflexgen(["review", "--format", "json"], {
        folder,
        environment: { ...server.environment, REFLEXGEN_MODEL: "scripted", REFLEXGEN_MAX_CALLS: "1" },
      }),
      reflexgen(["review", "--format", "json"], { folder, environment: server.environment }),
    ]);

    expect([failed.code, unnamed.code]).toEqual([1, 1]);
    expect(printed(failed)).toMatchObject({
      complete: false,
      findings: [{ weakness: "CWE-89", fix: { reached: "L3" } }],
    });
    expect(printed(unnamed).complete).toBe(true);
    expect(server.questions).toHaveLength(1);
  });

  it("stops at Ctrl-C at once: exit code 130, no half a result, nothing written", async () => {
    const { folder, git } = repositoryOf({ "a.py": CLEAN }, { "b.py": vulnerable() });
    const asked = Promise.withResolvers<void>();
    const server = await serverOf(() => asked.resolve());

    const run = await reflexgen(["review", "--model", "scripted", "--apply"], {
      folder,
      environment: server.environment,
      meet: (child) => void asked.promise.then(() => child.kill("SIGINT")),
    });

    expect(run).toEqual({
      code: 130,
      signal: null,
      stdout: "",
      stderr: `Code goes to ${server.host} (model scripted).\nreflexgen: stopped\n`,
    });
    expect(git("status", "--porcelain")).toBe("");
  });

  it("sends its key to the named endpoint only, and none where a local server wants none", async () => {
    const { folder } = repositoryOf({ "a.py": CLEAN }, { "b.py": CLEAN });
    const server = await serverOf(nothing);

    const withKey = await reflexgen(["review", "--model", "scripted"], { folder, environment: server.environment });
    const without = await reflexgen(["review", "--model", "scripted"], {
      folder,
      environment: { ...server.environment, OPENAI_API_KEY: "" },
    });

    expect([withKey.code, without.code]).toEqual([0, 0]);
    expect(withKey.stdout).toMatch(
      /^Nothing found in 1 file, 1 unit, 2 lines of project, read by rules and the model scripted, 1 model\s+call, about /,
    );
    expect(server.questions.map(({ authorization }) => authorization)).toEqual([
      "Bearer sk-hunter2-hunter2-hunter2",
      "Bearer none",
    ]);
  });
});
