import type { NapiConfig } from "@ast-grep/napi";
import type { CompiledFlow } from "./compile-rule.ts";

/**
 * A rule object without its costly parts, which finds at least what the whole one does; undefined when it has none.
 *
 * Costly is a look through all that stands around a node, which in a bundle is the whole file, for each node that looks
 * right so far. Where a flow is asked besides, it is asked of these nodes first: it nearly always says no, and then nobody looks.
 */
export function probeOf(config: NapiConfig, flow: readonly CompiledFlow[]): NapiConfig | undefined {
  const { rule } = config;
  if (!Array.isArray(rule.all) || !flow.some((each) => each.tainted)) return undefined;
  const cheap = rule.all.filter((part) => !looksAllAround(part));
  const bound = JSON.stringify({ ...rule, all: cheap });
  if (cheap.length === rule.all.length || flow.some((each) => !bound.includes(`"$${each.into}"`))) return undefined;
  return { ...config, rule: { ...rule, all: cheap } };
}

/** `inside` anything around, and there `has` anything. */
function looksAllAround(part: object): boolean {
  return "inside" in part && JSON.stringify(part).split('"stopBy":"end"').length > 2;
}
