import type { TicketStore } from "./ticket-store.ts";

/** What a wake-up asks for: to look at a lane, or to tell of a dead ticket. */
export type WakeUp = { key: string } | { deadId: string };

export type WakeUpJob = {
  id?: string | undefined;
  data: WakeUp;
  stalledCounter: number;
  extendLock(token: string, durationMs: number): Promise<number>;
  moveToWait(token?: string): Promise<unknown>;
  isDelayed(): Promise<boolean>;
  promote(): Promise<void>;
};

export type WakeUpOptions = {
  jobId: string;
  priority: number;
  delay?: number;
  attempts: number;
  backoff: { type: string };
  removeOnComplete: boolean;
  removeOnFail: boolean;
  stackTraceLimit: number;
};

/** As much of BullMQ's Queue as is used here, the same for both of its backends. */
export type WakeUpQueue = {
  add(name: string, data: WakeUp, options: WakeUpOptions): Promise<unknown>;
  getJob(id: string): Promise<WakeUpJob | undefined>;
  getJobCountByTypes(...types: ("waiting" | "prioritized" | "delayed" | "active")[]): Promise<number>;
  close(): Promise<void>;
};

export type WakeUpWorker = {
  on(event: "completed", listener: (job: WakeUpJob, result: number) => void): unknown;
  on(event: "failed", listener: (job: WakeUpJob | undefined) => void): unknown;
  on(event: "lockRenewalFailed", listener: (ids: string[]) => void): unknown;
  pause(doNotWaitActive?: boolean): Promise<void>;
  close(force?: boolean): Promise<void>;
};

export type WorkerOptions = { concurrency: number; leaseMs: number; retryMs: (attempt: number) => number };

export type EngineOptions = {
  url: string;
  /** The prefix of all names in Redis; the schema in Postgres. */
  namespace: string;
  onTrouble: (error: unknown) => void;
};

/** BullMQ on one of its servers, with our tickets on the same. */
export type BullEngine = {
  tickets: TicketStore;
  queue: WakeUpQueue;
  /** A processor resolves with the milliseconds that the lane's next wake-up waits, if its head is to wait. */
  openWorker(process: (job: WakeUpJob, token: string) => Promise<number>, options: WorkerOptions): WakeUpWorker;
  close(): Promise<void>;
};
