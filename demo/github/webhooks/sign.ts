import { createHmac } from "node:crypto";
import type { App } from "../world/app.ts";

/** The request that tells an App of an event: GitHub's headers, the body's HMAC among them, and the body. */
export function signedRequest(
  app: App,
  event: string,
  guid: string,
  text: string,
): { headers: Record<string, string>; text: string } {
  const hmac = (algorithm: string): string => createHmac(algorithm, app.webhook.secret).update(text).digest("hex");
  return {
    text,
    headers: {
      accept: "*/*",
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/strict",
      "x-github-delivery": guid,
      "x-github-event": event,
      "x-github-hook-id": String(app.id),
      "x-github-hook-installation-target-id": String(app.id),
      "x-github-hook-installation-target-type": "integration",
      ...(app.webhook.secret !== "" && {
        "x-hub-signature": `sha1=${hmac("sha1")}`,
        "x-hub-signature-256": `sha256=${hmac("sha256")}`,
      }),
    },
  };
}
