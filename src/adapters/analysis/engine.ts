import type { RuleSet } from "./rules/load-rules.ts";

/** What one child loads at most once, and only when it is asked for: a cold start pays for nothing unused. */
export type Engine = {
  rules(): Promise<RuleSet>;
  /** Loads what nearly every review asks for first. */
  warm(): Promise<void>;
};

export function openEngine(rulesFolder: string): Engine {
  let loaded: RuleSet | undefined;
  return {
    rules: async () => (loaded ??= (await import("./rules/load-rules.ts")).loadRules(rulesFolder)),
    async warm() {
      await Promise.all([
        import("./secrets.ts"),
        import("./outline/outline.ts"),
        import("./rules/load-rules.ts"),
        import("./rules/alerts.ts"),
      ]);
    },
  };
}
