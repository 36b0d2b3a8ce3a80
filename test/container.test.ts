import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { parse } from "yaml";
import { startGitHub, type GitHub } from "../demo/github/server.ts";
import { readAppManifest } from "../src/adapters/host/app-manifest.ts";
import { removeTemporaryFolders, temporaryFolder } from "./adapters/host/temporary-repository.ts";
import { CLEAN, vulnerable } from "./cli/run.ts";
import { buildStage, copyStage } from "./container/build-image.ts";
import { environmentOf, readDockerfile, type Stage } from "./container/read-dockerfile.ts";
import { freePort } from "../demo/free-port.ts";

jest.setTimeout(120_000);

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const json = (path: string) => JSON.parse(read(path)) as Record<string, unknown>;

const stages = readDockerfile(read("Dockerfile"));
const [build, image] = stages as [Stage, Stage];
const named = (stage: Stage, name: string) => stage.instructions.filter((instruction) => instruction.name === name);

describe("the Dockerfile", () => {
  it("runs the Node that the tests run, pinned, in both stages", () => {
    const version = String(json("tools/node-runtime/package.json")["version"]);

    expect(stages.map(({ from }) => from)).toEqual([`node:${version}-slim AS build`, `node:${version}-slim`]);
  });

  it("ends as a user without rights, and as nobody's shell", () => {
    expect(named(image, "USER").map(({ text }) => text)).toEqual(["node"]);
    const afterUser = image.instructions.slice(image.instructions.findIndex(({ name }) => name === "USER"));
    expect(afterUser.map(({ name }) => name)).toEqual(["USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"]);
    for (const name of ["HEALTHCHECK", "CMD"]) expect(named(image, name)[0]?.words[0]).toBe("node");
  });

  it("copies what the package is made of, and nothing that was only built with", () => {
    const copied = named(image, "COPY").flatMap(({ words }) =>
      words.slice(1, -1).map((path) => path.replace("/app/", "")),
    );

    expect(copied).toEqual(expect.arrayContaining([...(json("package.json")["files"] as string[]), "package.json"]));
    expect(copied.toSorted()).toEqual(
      ["app-apply.yml", "app.yml", "bin", "dist", "knowledge", "node_modules", "package.json", "schema"].toSorted(),
    );
  });

  it("gets no settings, no history and no packages of the checkout to see", () => {
    const ignored = read(".dockerignore").split("\n");

    expect(ignored).toEqual(expect.arrayContaining([".git", ".env", ".env.*", "*.pem", "**/node_modules"]));
    expect(read(".gitignore").split("\n")).toEqual(expect.arrayContaining([".env", ".env.*"]));
  });
});

describe("compose.yml", () => {
  type Service = {
    image: string;
    read_only?: boolean;
    cap_drop?: string[];
    security_opt?: string[];
    networks?: string[];
    ports?: string[];
    environment?: Record<string, string>;
  };
  const compose = parse(read("compose.yml"), { merge: true }) as {
    services: Record<string, Service>;
    networks: Record<string, { internal?: boolean } | null>;
  };
  const services = Object.entries(compose.services);

  it("takes all rights from every service, and its disk but for what it must write", () => {
    for (const [, service] of services)
      expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
  });

  it("pins what it does not build", () => {
    const foreign = services.map(([, service]) => service.image).filter((name) => name !== "reflexgen");

    expect(foreign.filter((name) => !/:v?\d+\.\d+\.\d+(?:-[a-z]+)?$/.test(name))).toEqual([]);
    expect(foreign.some((name) => name.startsWith("qdrant/qdrant:v1.19."))).toBe(true);
  });

  it("shows nothing but the App, and the App on this machine only", () => {
    expect(compose.networks["stores"]?.internal).toBe(true);
    for (const [name, { networks, ports = [] }] of services) {
      if (name === "app") expect(ports).toEqual(["127.0.0.1:3000:3000"]);
      else expect(ports).toEqual([]);
      if (["qdrant", "redis"].includes(name)) expect(networks).toEqual(["stores"]);
    }
  });
});

describe("the image's steps, outside a container", () => {
  const folder = join(temporaryFolder(), "app");
  const data = temporaryFolder();
  const inImage = (word: string) => word.replaceAll("/app/", `${folder}/`);
  /** The image's environment; the machine gives its PATH and nothing else. */
  const environment = (): Record<string, string> => ({
    ...environmentOf(image),
    PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
    REFLEXGEN_HOME: data,
    HOST: "127.0.0.1",
  });

  beforeAll(() => {
    const building = join(temporaryFolder(), "build");
    buildStage(build, building, { root, nodeFolder: dirname(process.execPath) });
    copyStage(image, building, folder);
  });
  afterAll(removeTemporaryFolders);

  it("leave the packages that run, those for queues among them, and none that builds or tests", () => {
    const manifest = json("package.json") as Record<string, Record<string, string>>;
    const installed = (name: string) => existsSync(join(folder, "node_modules", name));
    const needed = [...Object.keys(manifest["dependencies"] ?? {}), ...Object.keys(manifest["peerDependencies"] ?? {})];
    const others = Object.keys(manifest["devDependencies"] ?? {}).filter((name) => !needed.includes(name));
    // Qdrant's client has the compiler as a peer (STACK.md).
    const alsoThere = new Set(["typescript"]);

    expect(needed.filter((name) => !installed(name))).toEqual([]);
    expect(others.filter((name) => installed(name) && !alsoThere.has(name))).toEqual([]);
  });

  it("start an App that is healthy, reviews a pull request, and stops when it is told, on a disk that is left as it was", async () => {
    const [before, port, github] = [listing(folder), await freePort(), await startGitHub()];
    const app = await foundStory(github, `http://127.0.0.1:${port}/api/github/webhooks`);
    const settings = { ...environment(), ...app.env, PORT: String(port) };
    const [, ...command] = (named(image, "CMD")[0]?.words ?? []).map(inImage);
    const [, ...healthCheck] = named(image, "HEALTHCHECK")[0]?.words ?? [];
    const running = startProcess(command, { cwd: data, env: settings });

    const isHealthy = async () => (await run(healthCheck, { cwd: data, env: settings })).code === 0;
    const healthy = await until(isHealthy, running);
    const sick = await run(healthCheck, { cwd: data, env: { ...settings, PORT: String(await freePort()) } });
    await app.openPullRequest();
    const isConcluded = () => [...github.world.checkRuns.values()].some(({ status }) => status === "completed");
    await until(isConcluded, running);
    await github.settled();
    running.child.kill("SIGTERM");
    const code = await running.ended;
    await github.close();

    const said = [...github.world.reviewComments.values()].map(({ body }) => body);
    expect({ healthy, code, said, log: running.log() }).toMatchObject({
      healthy: true,
      code: 0,
      said: [expect.stringContaining("```suggestion")],
      log: expect.not.stringMatching(/ (?:warn|error) |^reflexgen:/m),
    });
    expect(sick.code).toBe(1);
    expect(listing(folder)).toEqual(before);
    for (const secret of [app.env["WEBHOOK_SECRET"] ?? "", "PRIVATE KEY"]) expect(running.log()).not.toContain(secret);
    github.assertNoViolations();
  });

  it("leave a command line that reviews, with nothing of the checkout around it", async () => {
    const project = temporaryFolder();
    writeFileSync(join(project, "find.py"), vulnerable());
    const before = listing(folder);

    const { code, stdout, stderr } = await run(
      [inImage("/app/bin/reflexgen.js"), "scan", "--format", "json", "find.py"],
      {
        cwd: project,
        env: environment(),
      },
    );

    expect({ code, stderr }).toEqual({ code: 1, stderr: "No model: the code stays on this machine.\n" });
    expect(JSON.parse(stdout)).toMatchObject({ findings: [{ weakness: "CWE-89", fix: { reached: "L3" } }] });
    // The image's own disk can be read-only.
    expect(listing(folder)).toEqual(before);
  });
});

/** An organisation with a repository, an App with the rights of app.yml on it, and somebody with a change to propose. */
async function foundStory(github: GitHub, webhookUrl: string) {
  const manifest = await readAppManifest(join(root, "app.yml"));
  const { app, env } = github.createApp({
    name: "ReflexGen",
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    webhookUrl,
  });
  const repository = await github.createRepository({ owner: "acme", name: "shop", files: { "a.py": CLEAN } });
  github.install(app, "acme");
  const ada = github.person("ada");
  repository.collaborators.set(ada.account.id, "write");
  return {
    env,
    openPullRequest: () =>
      ada.opensPullRequest(repository, {
        branch: "topic",
        files: { "find.py": vulnerable() },
        title: "Find customers",
      }),
  };
}

function startProcess(words: readonly string[], options: { cwd: string; env: Record<string, string> }) {
  const child = spawn(process.execPath, words, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (log += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, log: () => log };
}

/** Looks every 100 ms, as long as the process runs and for a minute at most; whether it came about. */
async function until(holds: () => boolean | Promise<boolean>, { child }: { child: ChildProcess }): Promise<boolean> {
  const startedAt = performance.now();
  while (child.exitCode === null && performance.now() - startedAt < 60_000) {
    if (await holds()) return true;
    await sleep(100);
  }
  return false;
}

type Ran = { code: number | null; stdout: string; stderr: string };

function run(words: readonly string[], options: { cwd: string; env: Record<string, string> }): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, words, { ...options, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error ? (typeof error.code === "number" ? error.code : null) : 0, stdout, stderr });
    });
  });
}

function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith("node_modules/"))
    .toSorted();
}
