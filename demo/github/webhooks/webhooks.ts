import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { ContractCheck } from "../contract/check.ts";
import type { World } from "../world.ts";
import type { Delivery } from "./delivery.ts";
import { KEPT_FOR_MS, LARGEST_PAYLOAD_BYTES } from "./delivery.ts";
import type { Emission } from "./emission.ts";
import { listenersOf } from "./listeners.ts";
import { sendDelivery } from "./send-delivery.ts";
import { nameOf, newDelivery, repeatedDelivery } from "./new-delivery.ts";

/** What a test lets happen to a delivery on its way. GitHub loses, repeats and delays them too. */
export type Mishap = { drop?: boolean; delayMs?: number; copies?: number };

export type Webhooks = {
  emit(emission: Emission): void;
  /** All attempts so far, oldest first; older than three days are forgotten. */
  deliveries(): Delivery[];
  /** Sends one again, as a person does on the App's page or the App through the API. */
  redeliver(delivery: Delivery): Delivery;
  /** From now on deliveries wait. */
  hold(): void;
  /** Sends what waits, in the order that `arrange` puts it in (as it came, when absent), and holds no more. */
  release(arrange?: (waiting: Delivery[]) => Delivery[]): void;
  /** Asked for each delivery before it is sent. */
  onDelivery(mishap: (delivery: Delivery) => Mishap | undefined): void;
  /** Resolves when nothing is under way any more; what is held back is not. */
  settled(): Promise<void>;
  /** Ends what is under way. */
  close(): Promise<void>;
};

/** Tells Apps of events as GitHub does: signed, in no promised order, once; a failure is only recorded. */
export function openWebhooks(options: {
  world: World;
  contract: ContractCheck;
  violations: string[];
  /** GitHub waits 10 s for an answer. */
  timeoutMs?: number;
}): Webhooks {
  const { world, contract, violations, timeoutMs = 10_000 } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  let records: Delivery[] = [];
  let waiting: Delivery[] | undefined;
  let mishapOf: (delivery: Delivery) => Mishap | undefined = () => undefined;

  const track = (work: Promise<void>): void => {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  const send = async (delivery: Delivery): Promise<void> => {
    const mishap = mishapOf(delivery) ?? {};
    if (mishap.drop) return;
    if (mishap.delayMs !== undefined)
      await pause(mishap.delayMs, undefined, { signal: closing.signal }).catch(() => undefined);
    if (closing.signal.aborted) return;
    delivery.deliveredAt = world.clock.now();
    records.push(delivery);
    const sending = { timeoutMs, agent, closing: closing.signal };
    // Only the first is on record: GitHub does not know of repetitions on the way.
    const copies = Array.from({ length: (mishap.copies ?? 1) - 1 }, () => sendDelivery({ ...delivery }, sending));
    await Promise.all([sendDelivery(delivery, sending), ...copies]);
  };
  const dispatch = (delivery: Delivery): void => {
    if (waiting === undefined) track(send(delivery));
    else waiting.push(delivery);
  };

  return {
    emit: (emission) => {
      for (const listener of listenersOf(world, emission)) {
        const delivery = newDelivery(world, listener, emission);
        const breaches = contract.webhook(nameOf(emission), JSON.parse(delivery.request.text));
        violations.push(...breaches.map((breach) => `webhook ${nameOf(emission)}: ${breach}`));
        if (delivery.request.text.length <= LARGEST_PAYLOAD_BYTES) dispatch(delivery);
      }
    },
    deliveries: () => {
      const oldest = world.clock.now().getTime() - KEPT_FOR_MS;
      records = records.filter(({ deliveredAt }) => deliveredAt.getTime() >= oldest);
      return records;
    },
    redeliver: (delivery) => {
      const again = repeatedDelivery(world, delivery);
      dispatch(again);
      return again;
    },
    hold: () => {
      waiting ??= [];
    },
    release: (arrange = (all) => all) => {
      const held = waiting ?? [];
      waiting = undefined;
      for (const delivery of arrange(held)) dispatch(delivery);
    },
    onDelivery: (mishap) => {
      mishapOf = mishap;
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: async () => {
      closing.abort();
      await Promise.all(underWay);
      agent.destroy();
    },
  };
}
