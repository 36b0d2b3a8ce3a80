import type { Parameter } from "../syntax/syntax.ts";
import type { Scope } from "./file-index.ts";
import type { FlowContext } from "./flow-context.ts";
import type { ReadSource } from "./models.ts";
import { isAmong, type Paths } from "./paths.ts";

/** The source, if any, that fills a parameter from outside the file. */
export function openParameterSources(
  { index, models }: FlowContext,
  paths: Paths,
): (scope: Scope, parameter: Parameter) => ReadSource | undefined {
  function sourceOfParameter(scope: Scope, parameter: Parameter): ReadSource | undefined {
    return models.parameterSources.find((source) => {
      if (source.except?.test(parameter.name)) return false;
      if (source.annotated && !source.annotated.test(parameter.annotations)) return false;
      if (source.typed && !source.typed.test(parameter.type ?? "")) return false;
      if (source.at !== undefined && source.at !== parameter.index) return false;
      if (source.of && !source.of.test(index.nameOf(scope) ?? "")) return false;
      if (source.named && !source.named.test(parameter.select ?? parameter.name)) return false;
      const { beside, decorated, unless } = source;
      if (beside && !index.parametersOf(scope).some((other) => other !== parameter && beside.test(other.name)))
        return false;
      const decoration = decorated || unless !== undefined ? index.decorationOf(scope) : "";
      if (decorated && !decorated.test(decoration)) return false;
      if (unless !== undefined && new RegExp(unless.replaceAll("NAME", parameter.name)).test(decoration)) return false;
      const place = source.handedTo && index.handedTo(scope);
      return !source.handedTo || (place !== undefined && isAmong(paths.of(place.node), source.handedTo));
    });
  }
  return sourceOfParameter;
}
