import type { GitHub } from "../github/server.ts";
import { playActOne, type ActOne } from "./act-one.ts";
import { playActTwo, type ActTwo, type Answerers } from "./act-two.ts";
import type { Narrator } from "./narrator.ts";
import type { Stage } from "./stage.ts";

export type PlayOptions = {
  narrator: Narrator;
  /** Who answers in act 2; absent, there is no act 2. */
  answerers?: Answerers;
};

export type Play = { one: ActOne; two?: ActTwo; violations: GitHub["violations"] };

/** Both acts on one stage; what is on the strict GitHub afterwards is the result. */
export async function play(stage: Stage, { narrator, answerers }: PlayOptions): Promise<Play> {
  const one = await playActOne(stage, narrator);
  const two = answerers && (await playActTwo(stage, one.lessons, answerers, narrator));
  await stage.github.settled();
  return { one, ...(two && { two }), violations: stage.github.violations };
}
