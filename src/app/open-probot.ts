import { Probot } from "probot";
import type { Delivery } from "./receive-delivery.ts";

export type ProbotOptions = {
  appId: number;
  privateKey: string;
  apiUrl: string;
  app: (probot: Probot) => void;
};

/**
 * Probot as the dispatcher of verified deliveries: one `receive` under the server, the poller and the tests.
 *
 * Not its HTTP middleware: that reads bodies without limit, knows one secret, answers 202 after 9 s whether or not anything was
 * written, and puts a handler's error message into its answer. Our front does those parts; see ARCHITECTURE.md.
 *
 * `receive` resolves when all handlers have, and rejects when one did not.
 */
export async function openProbot({ appId, privateKey, apiUrl, app }: ProbotOptions): Promise<{
  receive: (delivery: Delivery) => Promise<void>;
}> {
  const probot = new Probot({
    appId,
    privateKey,
    baseUrl: apiUrl,
    // Never asked: deliveries come here verified. Without one Probot would take "development".
    secret: crypto.randomUUID(),
    log: silentLog(),
  });
  await probot.ready();
  await probot.load(app);
  return {
    // Probot's own types name every payload of every event; what is read of them is checked by the events' readers.
    receive: (delivery) => probot.receive(delivery as unknown as Parameters<Probot["receive"]>[0]),
  };
}

/** Probot would log payloads and errors that hold them. */
function silentLog(): NonNullable<ConstructorParameters<typeof Probot>[0]>["log"] {
  const silent = () => {};
  const log = {
    level: "silent",
    silent,
    trace: silent,
    debug: silent,
    info: silent,
    warn: silent,
    error: silent,
    fatal: silent,
    child: () => log,
  };
  return log as never;
}
