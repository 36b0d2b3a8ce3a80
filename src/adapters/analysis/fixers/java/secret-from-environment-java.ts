import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({});

/** What a secret is called in the environment when its place says no more than its use. */
const BY_USER: Readonly<Record<string, string>> = {
  DriverManager: "DB_PASSWORD",
  setConnectionPassword: "DB_PASSWORD",
  Algorithm: "JWT_SECRET",
};

/** Reads a secret from the environment; people set it there and revoke the old one. */
export function secretFromEnvironmentJava(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["System", "System.getenv", "getenv", "PASSWORD", ...Object.values(BY_USER)],
    fix({ match }) {
      const given = match.getMatch("SECRET");
      const literal = given?.is("string_literal") ? given : given?.find({ rule: { kind: "string_literal" } });
      const user = match.getMatch("USER")?.text();
      if (!literal || user === undefined) return undefined;
      const own = match.is("variable_declarator")
        ? user.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2").toUpperCase()
        : "PASSWORD";
      const { start, end } = literal.range();
      return { edits: [{ start: start.index, end: end.index, text: `System.getenv("${BY_USER[user] ?? own}")` }] };
    },
  };
}
