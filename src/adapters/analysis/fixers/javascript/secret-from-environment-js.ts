import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer, FixerInput } from "../fixer.ts";

const Options = z.strictObject({});

/** What a secret is called in the environment when its place says no more than its use. */
const BY_PLACE = { JWT_SECRET: "JWT_SECRET", SESSION_SECRET: "SESSION_SECRET", SECRET_KEY: "SECRET_KEY" } as const;

/** Reads a secret from the environment, by the name that its place suggests; people set it and revoke the old one. */
export function secretFromEnvironmentJs(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["process", "env", "process.env", "DB_PASSWORD", ...Object.values(BY_PLACE)],
    fix(input) {
      const found = secretIn(input);
      if (!found) return undefined;
      const { start, end } = found.node.range();
      return { edits: [{ start: start.index, end: end.index, text: `process.env.${found.name}` }] };
    },
  };
}

function secretIn({ match }: FixerInput): { node: SgNode; name: string } | undefined {
  for (const [metavariable, name] of Object.entries(BY_PLACE)) {
    const node = match.getMatch(metavariable);
    if (node) return { node, name };
  }
  const node = match.getMatch("FIELD_SECRET") ?? match.getMatch("NAMED_SECRET");
  const key = match.getMatch("USER")?.text().replaceAll(/["']/g, "");
  if (!node || !key) return undefined;
  const name = key.replaceAll(/([a-z\d])([A-Z])|-/g, "$1_$2").toUpperCase();
  return {
    node,
    name: /^(?:PASSWORD|PASSWD|PWD)$/.test(name) && match.getMatch("FIELD_SECRET") ? "DB_PASSWORD" : name,
  };
}
