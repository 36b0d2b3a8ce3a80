import { isPlaceholder } from "../../secrets/is-placeholder.ts";
import type { Found } from "../finder.ts";
import type { Dockerfile } from "./read-dockerfile.ts";

const NAME =
  /(?:^|_)(?:password|passwd|pwd|secret|secret_?key|api_?key|access_?key|private_?key|token|auth_?token|credentials?)$/i;
const PAIR = /(?:^|\s)(\w{1,80})=("[^"\n]{0,400}"|'[^'\n]{0,400}'|[^\s"']{0,400})/g;

/** Values of secrets in `ENV` and `ARG`: they stand in the image and in its history, for everybody who has it. */
export function secretValues({ instructions }: Dockerfile): Found[] {
  return instructions.flatMap(({ arguments: given, argumentsStart, keyword }) => {
    if (keyword !== "ENV" && keyword !== "ARG") return [];
    const old = keyword === "ENV" ? /^(\w{1,80})[ \t]+(?!=)(\S{1,400})$/.exec(given) : null;
    return [...given.matchAll(PAIR), ...(old ? [old] : [])].flatMap((match) => {
      const [whole, name = "", written = ""] = match;
      const value = written.replaceAll(/^["']|["']$/g, "");
      if (!NAME.test(name) || value.length < 4 || value.includes("$") || isPlaceholder(value)) return [];
      if (/^(?:true|false|\d+|[./][\w./-]*)$/i.test(value)) return [];
      const start = argumentsStart + match.index + whole.length - written.length;
      return [{ start, end: start + written.length, sink: name }];
    });
  });
}

/** Secrets that are handed over as build arguments: they stay in the image's history. */
export function secretArguments({ instructions }: Dockerfile): Found[] {
  return instructions
    .filter(
      ({ arguments: given, keyword }) =>
        keyword === "ARG" && /^\w+=?$/.test(given) && NAME.test(given.replace("=", "")),
    )
    .map(({ arguments: given, end, start }) => ({ start, end, sink: given.replace("=", "") }));
}
