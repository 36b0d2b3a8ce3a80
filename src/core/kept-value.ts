/** One small JSON value that outlives the process. Losing it costs work that is done again, and nothing else. */
export type KeptValue = {
  /** What was written last, for its reader to check; undefined when there is none. */
  read(): Promise<unknown>;
  write(value: unknown): Promise<void>;
};
