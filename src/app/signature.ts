import { createHmac, timingSafeEqual } from "node:crypto";

/** What GitHub sends: no SHA-1, no second value, no other case. */
const FORM = /^sha256=([0-9a-f]{64})$/;

export type SignatureCheck = {
  /** The next bytes of the body, as they came. */
  update: (bytes: Uint8Array) => void;
  /** To be asked once, after the last byte. */
  holds: () => boolean;
};

/**
 * Checks a body against its `X-Hub-Signature-256` while it arrives; undefined when the header is missing or malformed, which needs no
 * body to be read. Any of `secrets` may have signed: during a rotation there are two.
 *
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function checkSignature(header: unknown, secrets: readonly string[]): SignatureCheck | undefined {
  const hex = typeof header === "string" ? FORM.exec(header)?.[1] : undefined;
  if (hex === undefined) return undefined;
  const claimed = Buffer.from(hex, "hex");
  const digests = secrets.map((secret) => createHmac("sha256", secret));
  return {
    update: (bytes) => digests.forEach((digest) => digest.update(bytes)),
    // Every digest is compared, so that the time says nothing of which secret was meant.
    holds: () => digests.map((digest) => timingSafeEqual(digest.digest(), claimed)).includes(true),
  };
}
