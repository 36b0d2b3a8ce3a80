import type { IncomingMessage, ServerResponse } from "node:http";
import type { ContractCheck } from "../contract/check.ts";
import type { Faults } from "../faults/faults.ts";
import { strike } from "../faults/strike.ts";
import type { Ledger, RequestRecord } from "../ledger/ledger.ts";
import type { RateLimits } from "../limits/limits.ts";
import type { Route } from "../route.ts";
import type { Emission } from "../webhooks/emission.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type { World } from "../world.ts";
import { answerRest } from "./answer-rest.ts";
import type { Outcome } from "./answer-rest.ts";
import { routeMatcher } from "./match-route.ts";
import { send } from "./send.ts";

export type FrameParts = {
  world: World;
  contract: ContractCheck;
  faults: Faults;
  ledger: Ledger;
  limits: RateLimits;
  webhooks: Webhooks;
  violations: string[];
  emit: (emission: Emission) => void;
};

/** Something behind an address that is not the REST API: GraphQL, git, pages. It answers, or says that it is not meant. */
export type Window = {
  /** Tried in order; the first that fits answers. */
  fits: (pathname: string) => boolean;
  serve(request: IncomingMessage, response: ServerResponse, record: RequestRecord): Promise<Outcome | "answered">;
};

export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Leads each request to what answers it, and writes it into the ledger.
 * An error that is no refusal is a fault of this GitHub: a violation, and a 500.
 */
export function openFrame(parts: FrameParts, routes: readonly Route[], windows: readonly Window[]): Serve {
  const match = routeMatcher(routes);
  return async (request, response) => {
    const { method = "GET", url = "/" } = request;
    const record: RequestRecord = { at: parts.world.clock.now(), method, path: url, actor: "nobody" };
    parts.ledger.requests.push(record);
    response.on("finish", () => {
      record.status = response.statusCode;
    });
    try {
      const pathname = url.split("?", 1)[0] ?? url;
      const window = windows.find(({ fits }) => fits(pathname));
      const outcome = await (window?.serve(request, response, record) ??
        (isApi(pathname) ? answerRest(parts, match, request, record) : noPage()));
      if (outcome === "answered") return;
      const { answer, fault } = outcome;
      if (fault !== undefined) await strike(parts.world, fault, answer, response);
      else if (answer !== undefined) send(response, answer);
    } catch (error) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parts.violations.push(`${method} ${url}: this GitHub failed: ${what}`);
      if (!response.headersSent) send(response, { status: 500, body: { message: "Server Error" } });
      else response.destroy();
    }
  };
}

const isApi = (pathname: string): boolean => pathname === "/api/v3" || pathname.startsWith("/api/v3/");

/** Pages for people are not built here: what they do is in `people/`, and what they see the demo renders. */
function noPage(): Outcome {
  return { answer: { status: 404, body: "Not Found\n" } };
}
