import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { DEFAULT_POLICY, POLICY_KEYS } from "../src/core/policy.ts";
import { settingsSchema } from "../src/core/settings-schema.ts";

const read = (path: string) => readFileSync(join(import.meta.dirname, "..", path), "utf8");

it("docs/settings.md has every variable that is read, and no other", () => {
  const source = ["src/config.ts", "src/app-config.ts"].map(read).join("\n");
  const variables = [...source.matchAll(/^ {2}([A-Z][A-Z_]{3,}):/gm)].map(([, name]) => name);
  const rows = [...read("docs/settings.md").matchAll(/^\| (`[A-Z][^|]*) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
  );
  // Read where colour and stacks are decided, as every program reads them.
  const elsewhere = ["NO_COLOR", "FORCE_COLOR", "REFLEXGEN_DEBUG"];

  expect(new Set(rows)).toEqual(new Set([...variables, ...elsewhere]));
});

describe("the settings of a repository", () => {
  const rows = [...read("docs/settings.md").matchAll(/^\| (`[a-z][^|]*) \| ([^|]*) \|/gm)].flatMap(
    ([, keys = "", defaults = ""]) => {
      const values = defaults.split(", ");
      return [...keys.matchAll(/`(\w+)`/g)].map(([, key = ""], at): [string, string] => [key, values[at] ?? defaults]);
    },
  );

  it("are on the page, each of them and no other", () => {
    expect(rows.map(([key]) => key).toSorted()).toEqual([...POLICY_KEYS, "enforce"].toSorted());
  });

  it("are there with the defaults that they have", () => {
    const plain = Object.entries(DEFAULT_POLICY).filter(([, value]) => !Array.isArray(value));

    expect(rows).toEqual(expect.arrayContaining(plain.map(([key, value]) => [key, `\`${String(value)}\``])));
    for (const [key, value] of Object.entries(DEFAULT_POLICY))
      if (Array.isArray(value)) expect(rows).toContainEqual([key, "none"]);
  });

  it("have a published schema that is up to date", () => {
    const schema: unknown = JSON.parse(read("schema/settings.schema.json"));

    expect(schema).toEqual(JSON.parse(JSON.stringify(settingsSchema())));
  });
});
