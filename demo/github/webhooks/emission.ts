import type { Account } from "../world/account.ts";
import type { Repository } from "../world/repository.ts";

/** Something that happened, before it is known who hears of it. */
export type Emission = {
  /** GitHub's event name, for `x-github-event`: `pull_request`. */
  event: string;
  action?: string;
  repository?: Repository;
  sender: Account;
  /** What the event adds to `action`, `repository`, `organization`, `sender` and `installation`. */
  payload: Record<string, unknown>;
  /** Only this App hears of it: `requested_action`, `rerequested`, and events of its installation. */
  onlyAppId?: number;
  /** The installation, where the event is about one and no repository tells it. */
  installationId?: number;
};
