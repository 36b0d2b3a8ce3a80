import type { Account } from "./world/account.ts";
import type { App } from "./world/app.ts";
import type { Emission } from "./webhooks/emission.ts";
import type { World } from "./world.ts";

/** What every doing needs: the world that it changes, and a way to tell. A route's `Call` is one, and so is a person's GitHub. */
export type Stage = { world: World; emit(emission: Emission): void };

/** Who does something: a person, or an App's bot with its App. */
export type Doer = { account: Account; app?: App };
