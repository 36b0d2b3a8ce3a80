import { z } from "zod";
import { includes } from "../rights/permissions.ts";
import type { Permissions } from "../rights/permissions.ts";
import { NEEDED, UNASKED } from "../webhooks/listeners.ts";

/** An App's manifest, as far as GitHub documents it. */
const Manifest = z.strictObject({
  name: z.string().min(1).max(34).optional(),
  url: z.url(),
  hook_attributes: z.strictObject({ url: z.url(), active: z.boolean().optional() }).optional(),
  redirect_url: z.url().optional(),
  callback_urls: z.array(z.url()).max(10).optional(),
  setup_url: z.url().optional(),
  description: z.string().optional(),
  public: z.boolean().optional(),
  default_events: z.array(z.string()).default([]),
  default_permissions: z.record(z.string(), z.enum(["read", "write", "admin"])).default({}),
  request_oauth_on_install: z.boolean().optional(),
  setup_on_update: z.boolean().optional(),
});

export type Manifest = z.infer<typeof Manifest>;

/**
 * A manifest, or what GitHub's page says against it: a field that it does not know, an event that comes to every App without
 * being asked for, or one that the permissions do not allow to hear.
 *
 * @see https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export function readManifest(text: string): { manifest: Manifest } | { errors: string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { errors: ["The manifest is not valid JSON"] };
  }
  const parsed = Manifest.safeParse(value);
  if (!parsed.success) {
    return { errors: parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`.trim()) };
  }
  const { default_events: events, default_permissions: permissions } = parsed.data;
  const unsupported = events.filter((event) => UNASKED.has(event) || !(event in NEEDED));
  const deaf = events.filter((event) => !unsupported.includes(event) && !mayHear(permissions, event));
  const errors = [
    ...(unsupported.length > 0 ? [`Default events unsupported: ${unsupported.join(", ")}`] : []),
    ...(deaf.length > 0 ? [`Default events are not supported by permissions: ${deaf.join(", ")}`] : []),
  ];
  return errors.length > 0 ? { errors } : { manifest: parsed.data };
}

function mayHear(permissions: Permissions, event: string): boolean {
  return event in NEEDED && includes({ metadata: "read", ...permissions }, NEEDED[event] ?? "", "read");
}
