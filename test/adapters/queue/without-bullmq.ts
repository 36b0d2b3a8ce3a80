/** For a test: what opening a queue at the given address says where BullMQ is not installed. */
import { registerHooks } from "node:module";
import { openQueue } from "../../../src/adapters/queue/open-queue.ts";

registerHooks({
  resolve(name, context, next) {
    if (["bullmq", "ioredis", "pg"].includes(name)) throw new Error(`Cannot find package '${name}'`);
    return next(name, context);
  },
});

const [address = ""] = process.argv.slice(2);
try {
  const queue = await openQueue({ address, readPayload: (json) => json });
  console.log("opened", queue.place);
  await queue.close();
} catch (error) {
  console.log(String(error));
}
