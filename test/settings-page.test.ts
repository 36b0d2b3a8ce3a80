import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";

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
