/** For a test that kills it: adds tickets, many at a time, and prints the id of each that was accepted. */
import { writeSync } from "node:fs";
import { openAt, type Place } from "./open-at.ts";

const [place = "", prefix = ""] = process.argv.slice(2);
const queue = await openAt(JSON.parse(place) as Place);
for (let n = 0; ; n += 20) {
  const ids = Array.from({ length: 20 }, (_, index) => `${prefix}-${n + index}`);
  await Promise.all(
    ids.map(async (id) => {
      await queue.add({ id, key: id, mode: "each", payload: { n } });
      writeSync(1, `${id}\n`);
    }),
  );
}
