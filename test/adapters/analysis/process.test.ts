import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openAnalysis, type AnalysisOptions } from "../../../src/adapters/analysis/process.ts";
import { AnalysisError, type Analysis } from "../../../src/core/analysis.ts";

const childScript = fileURLToPath(new URL("../../fixtures/analysis/child-as-told.mjs", import.meta.url));
/** Resident memory is watched there only. */
const describeOnLinux = process.platform === "linux" ? describe : describe.skip;

const opened: Analysis[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((analysis) => analysis.close()));
});

function open(options: Partial<AnalysisOptions> = {}): Analysis {
  const analysis = openAnalysis({ rulesFolder: "/nowhere", childScript, ...options });
  opened.push(analysis);
  return analysis;
}

/** What the child of the fixture was told to do, and what came of it. */
async function tell(analysis: Analysis, text: string, signal?: AbortSignal): Promise<unknown> {
  const reading = await analysis.read({ path: "a.py", language: "python", text }, {}, signal);
  return Object.entries(reading).find(([key]) => key === "told")?.[1];
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("a child that fails", () => {
  it("costs only the file that it hangs on", async () => {
    const analysis = open({ fileTimeoutMs: 300 });

    const answers = await Promise.allSettled(["first", "hang", "third", "fourth"].map((text) => tell(analysis, text)));

    expect(answers).toEqual([
      { status: "fulfilled", value: "first" },
      { status: "rejected", reason: new AnalysisError("parser timed out after 0.3 s") },
      { status: "fulfilled", value: "third" },
      { status: "fulfilled", value: "fourth" },
    ]);
  });

  it("costs only the file that it crashes on", async () => {
    const analysis = open({ processes: 2 });

    const texts = ["a", "crash", "b", "c", "crash", "d", "crash", "e"];
    const answers = await Promise.allSettled(texts.map((text) => tell(analysis, text)));

    expect(answers.map((each) => (each.status === "fulfilled" ? each.value : String(each.reason)))).toEqual(
      texts.map((text) => (text === "crash" ? "AnalysisError: parser crashed" : text)),
    );
  });

  it("is ended when its heap outgrows the limit", async () => {
    const analysis = open({ memoryMb: 80, fileTimeoutMs: 15_000 });

    await expect(tell(analysis, "heap")).rejects.toThrow(new AnalysisError("needed more than 80 MB"));
    await expect(tell(analysis, "next")).resolves.toBe("next");
  });

  it("is not believed when it answers what was not asked", async () => {
    const analysis = open();

    await expect(tell(analysis, "lie")).rejects.toThrow(new AnalysisError("parser crashed"));
    await expect(tell(analysis, "next")).resolves.toBe("next");
  });

  it("is told of when it can't start", async () => {
    const analysis = open({ childScript: "/nowhere/child.mjs" });

    const answers = await Promise.allSettled([tell(analysis, "a"), tell(analysis, "b"), tell(analysis, "c")]);

    expect(answers.map((each) => each.status === "rejected" && String(each.reason))).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/the analysis process could not start \(Error: .*child/)),
    );
  });

  it("runs no regular expression for ever", async () => {
    await expect(tell(open(), "bomb")).resolves.toBe(false);
  });
});

describeOnLinux("a child on Linux", () => {
  it("is ended when native memory outgrows the limit", async () => {
    const analysis = open({ memoryMb: 200, fileTimeoutMs: 15_000 });

    await expect(tell(analysis, "native")).rejects.toThrow(new AnalysisError("needed more than 200 MB"));
    await expect(tell(analysis, "next")).resolves.toBe("next");
  });
});

describe("a child's rights", () => {
  it("has an empty environment", async () => {
    process.env["REFLEXGEN_TEST_SECRET"] = "not for the child";

    await expect(tell(open(), "environment")).resolves.toEqual({});
    delete process.env["REFLEXGEN_TEST_SECRET"];
  });

  it("has no network, writes nothing, starts nothing and reads nothing of its machine", async () => {
    const denied = "ERR_ACCESS_DENIED";
    // Older Node has no permission for the network.
    const network = Number(process.versions.node.split(".")[0]) >= 25 ? denied : "ECONNREFUSED";

    await expect(tell(open(), "rights")).resolves.toEqual({
      network,
      write: denied,
      read: denied,
      secrets: denied,
      process: denied,
      worker: denied,
    });
  });
});

describe("requests", () => {
  it("get each its own answer, however many are under way", async () => {
    const analysis = open({ processes: 3 });
    const texts = Array.from({ length: 200 }, (_, index) => `text ${index}`);

    const answers = await Promise.all(texts.map((text) => tell(analysis, text)));

    expect(answers).toEqual(texts);
  });

  it("carry any text, lone surrogates and NUL included", async () => {
    await expect(tell(open(), "a\ud800b\0c\udc00\u2028😀")).resolves.toBe("a\ud800b\0c\udc00\u2028😀");
  });

  it("are not called late because the parent was busy", async () => {
    const analysis = open({ fileTimeoutMs: 200 });
    await tell(analysis, "warm");
    const answer = tell(analysis, "in time");

    await new Promise((resolve) => setTimeout(resolve, 1));
    const busyUntil = performance.now() + 500;
    while (performance.now() < busyUntil);

    await expect(answer).resolves.toBe("in time");
  });

  it("fail with the child's reason, and the child goes on", async () => {
    const analysis = open();
    const before = await tell(analysis, "pid");

    await expect(tell(analysis, "refuse this")).rejects.toThrow(new AnalysisError("refuse this"));
    await expect(tell(analysis, "pid")).resolves.toBe(before);
  });

  it("go to a new child after one that said it was its last", async () => {
    const analysis = open();

    const answers = await Promise.all(["pid", "last", "pid"].map((text) => tell(analysis, text)));

    expect(answers[1]).toBe("last");
    expect(answers[0]).not.toBe(answers[2]);
  });

  it("end at once when aborted, waiting or under way, and later ones work", async () => {
    const analysis = open({ fileTimeoutMs: 500 });
    const controller = new AbortController();
    const underWay = tell(analysis, "hang", controller.signal);
    const waiting = ["a", "b", "c"].map((text) => tell(analysis, text, controller.signal));

    controller.abort(new Error("superseded"));

    for (const request of [underWay, ...waiting]) await expect(request).rejects.toThrow("superseded");
    await expect(tell(analysis, "d", controller.signal)).rejects.toThrow("superseded");
    await expect(tell(analysis, "e")).resolves.toBe("e");
  });

  it("are refused before any child sees a file that is too large", async () => {
    const analysis = open({ maxFileBytes: 1000, maxLineLength: 100, childScript: "/nowhere/child.mjs" });

    await expect(tell(analysis, "ä\n".repeat(400))).rejects.toThrow(new AnalysisError("file larger than 1 kB"));
    await expect(tell(analysis, `short\n${"x".repeat(101)}`)).rejects.toThrow("line longer than 100 characters");
  });

  it("are refused for one line of 5 MB", async () => {
    await expect(tell(open(), "x".repeat(5_000_000))).rejects.toThrow(new AnalysisError("file larger than 2 MB"));
  });
});

describe("the children's lives", () => {
  it("end with close, and pending requests are told", async () => {
    const analysis = open();
    const pid = Number(await tell(analysis, "pid"));
    const pending = [tell(analysis, "hang"), tell(analysis, "b"), tell(analysis, "c")].map((each) =>
      each.catch(String),
    );

    await analysis.close();

    expect(await Promise.all(pending)).toEqual(
      Array.from({ length: 3 }, () => "AnalysisError: the analysis was closed"),
    );
    expect(isRunning(pid)).toBe(false);
    await expect(tell(analysis, "d")).rejects.toThrow("the analysis was closed");
  });

  /** Runs a small program over an analysis that it never closes; resolves with its output when it has ended. */
  function runParent(program: string, onOutput?: (output: string, kill: () => void) => void): Promise<string> {
    const module = new URL("../../../src/adapters/analysis/process.ts", import.meta.url);
    const script = `import { openAnalysis } from ${JSON.stringify(module)};
      const analysis = openAnalysis({ rulesFolder: "/nowhere", eager: true, childScript: ${JSON.stringify(childScript)} });
      const tell = (text) => analysis.read({ path: "a.py", language: "python", text }, {}).then(({ told }) => told);
      ${program}`;
    return new Promise((resolve) => {
      const parent = spawn(process.execPath, ["--input-type=module", "--eval", script], { env: {} });
      let output = "";
      parent.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        onOutput?.(output, () => parent.kill("SIGKILL"));
      });
      parent.on("close", () => resolve(output));
    });
  }

  it("keep the parent alive for an answer, and no longer", async () => {
    const output = await runParent(`tell("done").then(console.log); tell("pid").then(console.log);`);

    expect(output).toMatch(/^done\n\d+\n$/);
    await until(() => !isRunning(Number(output.split("\n")[1])));
  });

  it("end with the parent, even when that was killed", async () => {
    const output = await runParent(`tell("pid").then(console.log); setInterval(() => {}, 1000);`, (_, kill) => kill());

    await until(() => !isRunning(Number(output)));
    expect(Number(output)).toBeGreaterThan(0);
  });
});
