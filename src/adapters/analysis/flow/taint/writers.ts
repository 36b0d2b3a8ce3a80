import type { SgNode } from "../../parse.ts";
import type { Call } from "../syntax/syntax.ts";
import type { FlowContext } from "./flow-context.ts";
import type { Writer } from "./models.ts";
import type { Paths } from "./paths.ts";

/** Makes bindings of calls that write into a name: `list.append(x)`, `json.Unmarshal(data, &value)`. */
export function bindWriters({ index, models, expressionOf }: FlowContext, paths: Paths): void {
  for (const { call, end, node, start } of index.calls) {
    // The last name alone tells of nearly all calls that they aren't any.
    if (!models.mayWrite(call.name)) continue;
    for (const writer of models.writersOf(paths.of(node))) {
      const name = nameIn(targetOf(call, writer), 6);
      if (name === undefined) continue;
      const branch = index.branches.at(start);
      const origin = writer.source && { origin: writer.source };
      const binding = { name, values: writtenBy(call, writer), adds: true, start, end, branch, ...origin };
      index.bind(index.scopeAt(start), binding);
    }
  }

  function nameIn(node: SgNode | undefined, steps: number): string | undefined {
    const expression = node && expressionOf(node);
    if (!expression || steps === 0) return undefined;
    if (expression.is === "name") return expression.name;
    if (expression.is === "parts" && expression.parts.length === 1) return nameIn(expression.parts[0], steps - 1);
    // builder.append(a).append(b)
    if (expression.is === "call") return nameIn(expression.receiver, steps - 1);
    return expression.is === "member" || expression.is === "element" ? nameIn(expression.object, steps - 1) : undefined;
  }
}

function targetOf(call: Call, { into }: Writer): SgNode | undefined {
  return into === "receiver" ? call.receiver : call.arguments[into]?.value;
}

function writtenBy(call: Call, { from, into }: Writer): SgNode[] {
  const values = call.arguments.map((each) => each.value).filter((_, at) => at !== into);
  if (from === "receiver") return call.receiver ? [call.receiver] : [];
  if (from === "arguments") return values;
  if (from === "all") return call.receiver ? [...values, call.receiver] : values;
  return call.arguments
    .filter((each, at) => from.includes(at) || (each.name !== undefined && from.includes(each.name)))
    .map((each) => each.value);
}
