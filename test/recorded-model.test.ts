import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openAnalysis } from "../src/adapters/analysis/process.ts";
import { ModelError } from "../src/core/errors.ts";
import { DEFAULT_LIMITS } from "../src/core/limits.ts";
import { openRedactor } from "../src/core/redaction.ts";
import { reviewChange } from "../src/core/review-change.ts";
import { loadPrompts } from "../src/prompts/load.ts";
import { budgetOf, changedFile, changeOf, dataIn, scriptedModel, type Asked } from "./fakes.ts";

// Answers of a thinking model to the loop's own questions, kept from trials with an endpoint operated by hand. An answer is found by what
// was asked about (purpose, code, turn), so that the words of a prompt may change; a question that was never asked is "unreachable".

type Exchange = { purpose: string; turns: number; code: string | [string, string]; answer: Record<string, unknown> };
type Recording = {
  files: { path: string; head: string; base?: string }[];
  others: Record<string, string>;
  exchanges: Exchange[];
};

const folder = join(import.meta.dirname, "fixtures/by-hand");
const analysis = openAnalysis({ rulesFolder: join(import.meta.dirname, "../knowledge/rules") });
afterAll(() => analysis.close());

const EXPECTED: Record<string, string[]> = {
  "invoices.json": [
    "api/auth.js readUser CWE-347 L3",
    'api/server.js app.delete("/coupons/:code") handler CWE-306 L3',
    "native/frame.c read_frame CWE-787 L3",
    "shop/invoices.py delete_invoice CWE-862 L3",
    "shop/invoices.py show_invoice CWE-639 L3",
    "store/archive.go Archive.Read CWE-23 L3",
  ],
  // The two of send_receipt share one version; the comparison was not told then that both weaknesses were meant to go.
  "shop.json": [
    "api/notify.py send_receipt CWE-295 L2",
    "api/notify.py send_receipt CWE-79 L2",
    "api/notify.py top level CWE-798 L3",
    "java/src/main/java/app/Orders.java Orders.sorted CWE-89 L3",
    "native/list.c list_names CWE-190 L3",
    "native/list.c list_names CWE-476 L3",
    "native/list.c list_remove CWE-416 L3",
    "web/src/merge.ts mergeSettings CWE-1321 L3",
    "web/src/webhook.ts isFromPartner CWE-208 L3",
  ],
};

describe("what a thinking model answered", () => {
  it.each(readdirSync(folder))("leads to the same findings and checked repairs: %s", async (name) => {
    const recording = JSON.parse(readFileSync(join(folder, name), "utf8")) as Recording;
    const model = scriptedModel((asked) => answerFor(asked, recording.exchanges));

    const { findings } = await reviewChange(
      changeOf(
        recording.files.map(({ path, head, base }) => changedFile(path, head, base)),
        recording.others,
      ),
      {
        analysis,
        thinking: { model, prompts: loadPrompts() },
        redactor: openRedactor({ tag: "TAG" }),
        budget: budgetOf(),
        limits: DEFAULT_LIMITS,
        concurrency: 1,
        all: false,
        onlyAi: false,
        explain: false,
        progress: () => {},
        random: () => 0.7,
      },
    );

    expect(
      findings
        .map(({ path, symbol, weakness, fix }) => `${path} ${symbol} ${weakness} ${fix?.reached ?? "advice"}`)
        .toSorted(),
    ).toEqual(EXPECTED[name]);
  });
});

function answerFor({ purpose, turns }: Asked, exchanges: readonly Exchange[]): unknown {
  const text = turns[0]?.content ?? "";
  const repairs = (name: string) => name === "generate" || name === "refine";
  const same = exchanges.filter((one) => one.purpose === purpose || (repairs(one.purpose) && repairs(purpose)));
  if (purpose === "compare") {
    const [first, second] = [dataIn(text, "first"), dataIn(text, "second")];
    for (const { code, answer } of same) {
      if (code[0] === first && code[1] === second) return answer;
      if (code[0] === second && code[1] === first) return swapped(answer);
    }
  }
  const found = same.find((one) => one.turns === turns.length && one.code === dataIn(text, "code"));
  return found?.answer ?? new ModelError("unreachable", "nobody was asked this");
}

function swapped(answer: Record<string, unknown>): Record<string, unknown> {
  const side: Record<string, string> = { first: "second", second: "first", none: "none" };
  return { ...answer, first: answer["second"], second: answer["first"], newDanger: side[String(answer["newDanger"])] };
}
