import { z } from "zod";
import type { RegisteredApp } from "../../core/app-registration.ts";
import { UserError } from "../../core/errors.ts";
import { openGitHubFetch, type GitHubFetchOptions } from "./github-fetch.ts";

/** Only what is read. The secret's form is checked, since it goes into a file of settings as it is. */
const Conversion = z.object({
  id: z.int().positive(),
  slug: z.string().regex(/^[\w-]{1,100}$/),
  html_url: z.url({ protocol: /^https?$/ }),
  pem: z
    .string()
    .regex(
      /^-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----\n[\w+/=\s]{100,20000}\n-----END [A-Z ]{0,20}PRIVATE KEY-----\s{0,5}$/,
    ),
  webhook_secret: z
    .string()
    .regex(/^[\w.~+/=-]{16,200}$/)
    .nullish(),
});

/**
 * Exchanges the code that GitHub's page gave for the App's id, key and secret. The code works once and for an hour.
 *
 * @see https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest
 * @throws UserError that holds nothing of the answer.
 */
export async function convertManifest(
  code: string,
  { apiUrl, ...options }: GitHubFetchOptions & { apiUrl: string },
): Promise<RegisteredApp> {
  const response = await openGitHubFetch(options)(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: "POST",
    headers: {
      accept: "application/vnd.github+json",
      "user-agent": "reflexgen",
      "x-github-api-version": "2022-11-28",
    },
  });
  if (response.status !== 201)
    throw new UserError(
      `GitHub did not hand out the App's key (${response.status}); its page gives a new code each time`,
    );
  const parsed = Conversion.safeParse(await response.json());
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new UserError(`GitHub's answer about the new App is not as documented (${names})`);
  }
  const { id, slug, html_url: url, pem: privateKey, webhook_secret: webhookSecret } = parsed.data;
  return { id, slug, url, privateKey, webhookSecret: webhookSecret ?? undefined };
}
