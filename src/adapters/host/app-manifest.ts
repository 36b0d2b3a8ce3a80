import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import type { AppRights } from "../../core/app-registration.ts";

const Access = z.enum(["read", "write"]);

/** `app.yml` and `app-apply.yml`: what GitHub calls a manifest, as far as both forms use it. */
const AppManifest = z.strictObject({
  name: z.string(),
  description: z.string(),
  url: z.url(),
  public: z.boolean(),
  default_events: z.array(z.string()),
  default_permissions: z.record(z.string(), Access),
});
export type AppManifest = z.infer<typeof AppManifest>;

/**
 * An address that can't exist (RFC 2606). GitHub keeps deliveries of an *active* webhook only, for three days, and wants an address for
 * it: in poll mode they fail there, and the App collects them from `GET /app/hook/deliveries`. Nobody else gets them.
 */
const NOWHERE = "https://reflexgen.invalid/poll";

export type Registration = {
  /** GitHub's name of the App, unique among all; at most 34 characters. The person may change it on GitHub's page. */
  name: string;
  /** Where GitHub's page sends the browser with the code. */
  redirectUrl: string;
  /** Where GitHub sends webhooks; none: the App polls. */
  webhookUrl: string | undefined;
};

export async function readAppManifest(path: string): Promise<AppManifest> {
  return AppManifest.parse(parse(await readFile(path, "utf8")));
}

/**
 * The manifest as GitHub's page takes it, in JSON.
 *
 * @see https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export function registrationForm(manifest: AppManifest, { name, redirectUrl, webhookUrl }: Registration): string {
  return JSON.stringify({
    ...manifest,
    name,
    redirect_url: redirectUrl,
    hook_attributes: { url: webhookUrl ?? NOWHERE, active: true },
  });
}

export function rightsOf({ default_permissions: permissions }: AppManifest): AppRights {
  return Object.entries(permissions).map(([name, access]) => ({ name, access }));
}
