import { z } from "zod";
import { SettingsFile } from "./policy.ts";

/** JSON schema of `.github/reflexgen.yml`, for editors; published as `schema/settings.schema.json`. */
export function settingsSchema(): object {
  return {
    title: "ReflexGen: settings of a repository or organisation",
    ...z.toJSONSchema(SettingsFile, { io: "input" }),
  };
}
