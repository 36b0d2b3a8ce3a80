import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the range from which systems give ports to outgoing connections (Linux: 32,768): those would take it before its process listens. */
const [LOWEST, HIGHEST] = [12_000, 32_000];
const MOST_TRIES = 100;

/** A port that is free now, for a process that is told where to listen; a webhook has one address over all restarts. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < MOST_TRIES; tried++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
  throw new Error("no free port");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
