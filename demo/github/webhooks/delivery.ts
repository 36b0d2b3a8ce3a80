/** One attempt to tell an App of an event, with what was said and answered. */
export type Delivery = {
  id: number;
  /** The same for a redelivery: `x-github-delivery`. */
  guid: string;
  appId: number;
  event: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  redelivery: boolean;
  url: string;
  deliveredAt: Date;
  /** `OK`, `Invalid HTTP Response: 500`, `timed out`, `failed to connect to host`; `pending` until it is known. */
  status: string;
  /** 0 while it is pending. */
  statusCode: number;
  durationSeconds: number;
  request: { headers: Record<string, string>; text: string };
  response?: { headers: Record<string, string>; payload: string };
};

/** Deliveries are kept and can be redelivered for this long. */
export const KEPT_FOR_MS = 3 * 24 * 3600 * 1000;

/** GitHub does not send what is larger, and says nothing of it. */
export const LARGEST_PAYLOAD_BYTES = 25 * 1024 * 1024;
