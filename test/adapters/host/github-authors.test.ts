import { afterEach, describe, expect, it } from "@jest/globals";
import { openAppScene, type AppScene } from "./app-scene.ts";

let scenes: AppScene[] = [];
afterEach(async () => {
  const open = scenes;
  scenes = [];
  for (const scene of open) await scene.close();
});

async function setUp() {
  const scene = await openAppScene({ files: { "app.py": "a = 1\n" } });
  scenes.push(scene);
  const { ada, repository, github } = scene;
  const bob = github.person("bob");
  repository.collaborators.set(bob.account.id, "write");
  const pull = await ada.opensPullRequest(repository, { branch: "topic", title: "X", files: { "a.py": "a = 2\n" } });
  const host = (await scene.open()).pull(pull.number);
  const pushes = (person: typeof bob, wish: Omit<Parameters<typeof bob.pushes>[1], "branch" | "files">) =>
    person.pushes(repository, { branch: "topic", files: { "b.py": `${Math.random()}\n` }, ...wish });
  const read = async () => {
    const { proven, claimed, unknown } = await host.authors();
    const logins = (accounts: typeof proven) => accounts.map(({ login }) => login);
    return { proven: logins(proven), claimed: logins(claimed), unknown };
  };
  return { ...scene, bob, pushes, read };
}

describe("who wrote a pull request", () => {
  it("is its author for sure, and of a commit without a signature whom it names, perhaps", async () => {
    const { bob, pushes, read } = await setUp();
    await pushes(bob, {});

    expect(await read()).toEqual({ proven: ["ada"], claimed: ["ada", "bob"], unknown: false });
  });

  it("is whose signature is verified", async () => {
    const { bob, pushes, read } = await setUp();
    await pushes(bob, { signed: true });

    expect(await read()).toEqual({ proven: ["ada", "bob"], claimed: ["ada"], unknown: false });
  });

  it("is not whom the signer of a commit names as its author", async () => {
    const { ada, bob, pushes, read } = await setUp();
    await pushes(ada, { signed: true, author: { email: bob.account.email } });

    expect((await read()).proven).toEqual(["ada"]);
  });

  it("is not whom both names of an unsigned commit speak of, not even where that is GitHub itself", async () => {
    const { ada, bob, pushes, read } = await setUp();
    await pushes(ada, { author: { email: bob.account.email }, committer: { email: bob.account.email } });
    await pushes(ada, { author: { email: bob.account.email }, committer: { email: "noreply@github.com" } });

    expect((await read()).proven).toEqual(["ada"]);
  });

  it("is unknown where a commit names nobody's address", async () => {
    const { ada, pushes, read } = await setUp();
    await pushes(ada, { author: { email: "who@knows.example" } });

    expect(await read()).toEqual({ proven: ["ada"], claimed: ["ada"], unknown: true });
  });
});
