import { loosenedSettings } from "./loosened-settings.ts";
import { mergeSettings, type Settings } from "./settings.ts";
import type { BroughtSettings } from "./settings-notice.ts";

/** What the check says of the settings that a change brings: that they can't be read, or what they would loosen once merged. */
export function broughtNotes(brought: BroughtSettings | undefined, { policy, organisation }: Settings): string[] {
  if (!brought) return [];
  if ("problem" in brought) return [`this change brings settings that can't be read: ${brought.problem}`];
  const after = mergeSettings({ repository: brought.text, organisation });
  const loosened = loosenedSettings(policy, after.policy);
  return loosened.length > 0 ? [`this change loosens the settings of later reviews: ${loosened.join(", ")}`] : [];
}
