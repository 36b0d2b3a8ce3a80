import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { loadRules } from "../../../../src/adapters/analysis/rules/load-rules.ts";
import { parse } from "../../../../src/adapters/analysis/parse.ts";

const rules = loadRules(join(import.meta.dirname, "../../../../knowledge/rules"));

// A kind or a field that one of the grammars lacks would take all findings of a file with it.
describe.each(["c", "cpp"] as const)("rules for C read as %s", (language) => {
  it.each(rules.of(language).map((rule) => [rule.id, rule] as const))(
    "%s names only what the grammar has",
    (_, rule) => {
      const root = parse(language, "int a;");
      const configs = [rule.matcher, ...rule.secure].flatMap(({ config, flow }) => [
        config,
        ...flow.flatMap(({ from, stoppedBy }) => [from, stoppedBy]),
      ]);

      for (const config of configs) expect(() => config && root.findAll(config)).not.toThrow();
    },
  );
});
