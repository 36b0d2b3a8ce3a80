import type { IncomingMessage, ServerResponse } from "node:http";
import { actorOf } from "../auth/actor-of.ts";
import type { Answer, Route } from "../route.ts";
import type { Emission } from "../webhooks/emission.ts";
import type { World } from "../world.ts";
import { routeMatcher } from "./match-route.ts";
import { parseJson, readBody } from "./read-body.ts";
import { notFound, Refusal } from "./refusal.ts";
import { resolveRepository } from "./resolve-repository.ts";
import { refusalAnswer, send } from "./send.ts";

export type Frame = {
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
  emit(emission: Emission): void;
  violations: string[];
};

/** Leads each request to its route: who asks, what they may see and do, what the contract says, and only then the effect. */
export function openFrame(options: { world: World; routes: readonly Route[] }): Frame {
  const { world } = options;
  const match = routeMatcher(options.routes);
  const violations: string[] = [];
  const emit = (): void => {};

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", world.url);
    const body = await readBody(request);
    const pathname = url.pathname.replace(/^\/api\/v3(?=\/|$)/, "");
    const found = match(request.method ?? "GET", pathname);
    const actor = actorOf(world, request.headers);
    if (found === undefined) throw notFound();
    const { owner, repo } = found.params;
    const repository =
      owner !== undefined && repo !== undefined
        ? resolveRepository(
            world,
            actor,
            owner,
            repo,
            pathname
              .split("/")
              .slice(4)
              .map((word) => `/${word}`)
              .join(""),
          )
        : undefined;
    return await found.route.handle({
      world,
      actor,
      route: found.route,
      params: found.params,
      query: url.searchParams,
      headers: request.headers,
      body: parseJson(body),
      ...(repository !== undefined && { repository }),
      emit,
    });
  }

  return {
    violations,
    emit,
    async serve(request, response) {
      try {
        send(response, await answerTo(request));
      } catch (error) {
        if (error instanceof Refusal) return send(response, refusalAnswer(error));
        violations.push(`${request.method} ${request.url}: ${String(error instanceof Error ? error.stack : error)}`);
        send(response, { status: 500, body: { message: "Server Error" } });
      }
    },
  };
}
