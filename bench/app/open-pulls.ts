import type { Target } from "./event.ts";
import { AUTHOR, type Stage } from "./stage.ts";

/** So many that one installation may be told of all of them within a minute without waiting for GitHub's limits. */
const PULLS_A_REPOSITORY = 5;

const START = "import sqlite3\n\n\ndef connect(path):\n    return sqlite3.connect(path)\n";
const WEAK =
  "\n\ndef find_customer(path, name):\n    cursor = connect(path).cursor()\n    cursor.execute(f\"SELECT id, mail FROM customers WHERE name = '{name}'\")\n    return cursor.fetchone()\n";

/** Small open pull requests of one file, each with one weakness. Nobody is told of them yet. */
export async function openPulls(stage: Stage, count: number): Promise<Target[]> {
  const { github } = stage;
  const targets: Target[] = [];
  // What GitHub would say of them is not said: the benchmark tells of them itself.
  github.webhooks.onDelivery(() => ({ drop: true }));
  for (let made = 0; made < count; made += PULLS_A_REPOSITORY) {
    const repository = await stage.newRepository({ "shop.py": START });
    const installation = [...github.world.installations.values()].at(-1);
    for (let at = 0; at < Math.min(PULLS_A_REPOSITORY, count - made); at++) {
      const pull = await github.person(AUTHOR).opensPullRequest(repository, {
        branch: `topic-${at}`,
        title: `Change ${at}`,
        files: { "shop.py": `${START}${WEAK}# ${at}\n` },
      });
      const { id, number } = { id: repository.id, number: pull.number };
      targets.push({ installation: installation?.id ?? 0, repository: id, number, headSha: pull.head.sha });
    }
  }
  await github.settled();
  github.webhooks.onDelivery(() => undefined);
  return targets;
}
