import { Probot } from "probot";
import { z } from "zod";
import { isHandled } from "./read-event.ts";
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
    // At every other level it logs payloads, and errors that hold them. It says nothing at this one.
    logLevel: "fatal",
  });
  await probot.ready();
  await probot.load(app);
  return {
    async receive(delivery) {
      if (isEvent(delivery)) await probot.receive(delivery);
    },
  };
}

/**
 * What Probot itself reads of a payload: it joins the action to a name and makes a client for the installation, and fails on an object
 * of somebody's making. Nothing of ours looks at what is not of this form.
 */
const ReadByProbot = z.object({
  action: z.string().optional(),
  installation: z.object({ id: z.int().positive() }).optional(),
});

/** Probot's own types name every payload of every event; what is read of them is checked by the readers of the events. */
function isEvent(delivery: Delivery): delivery is Delivery & Parameters<Probot["receive"]>[0] {
  return isHandled(delivery.name) && ReadByProbot.safeParse(delivery.payload).success;
}
