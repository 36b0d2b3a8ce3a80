import type { Language } from "../../core/language.ts";
import type { DocumentRules } from "./documents/load-document-rules.ts";
import { readSource } from "./read.ts";
import type { RuleSet } from "./rules/load-rules.ts";

/** What one child loads at most once, and only when it is asked for: a cold start pays for nothing unused. */
export type Engine = {
  rules(): Promise<RuleSet>;
  documentRules(): Promise<DocumentRules>;
  /** Loads what nearly every review asks for first. */
  warm(): Promise<void>;
  /** Loads what the checks of a repair in this language will ask for, while the parent thinks about what was found. */
  warmForChecks(language: Language): Promise<void>;
};

export function openEngine(rulesFolder: string): Engine {
  let loaded: RuleSet | undefined;
  let ofDocuments: DocumentRules | undefined;
  return {
    rules: async () => (loaded ??= (await import("./rules/load-rules.ts")).loadRules(rulesFolder)),
    documentRules: async () =>
      (ofDocuments ??= (await import("./documents/load-document-rules.ts")).loadDocumentRules(rulesFolder)),
    async warm() {
      await Promise.all([
        import("./secrets.ts"),
        import("./outline/outline.ts"),
        import("./rules/load-rules.ts"),
        import("./rules/alerts.ts"),
      ]);
      await this.rules();
      await readSource({ path: "", language: "python", text: "pass\n" }, { outline: true, secrets: true }, this);
    },
    async warmForChecks(language) {
      const lines = { startLine: 1, endLine: 1 };
      await readSource({ path: "", language, text: "" }, { facts: lines, diagnostics: true }, this);
    },
  };
}
