import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({});

/** `res.sendFile(path.join(FOLDER, name))` → `res.sendFile(name, { root: FOLDER })`: Express then refuses what leaves the folder. */
export function rootOption(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["root"],
    fix({ match }) {
      const path = match.getMatch("PATH");
      const callee = match.field("function");
      if (!path || callee?.field("property")?.text() !== "sendFile" || !path.is("call_expression")) return undefined;
      if (!/^path\.(?:join|resolve)$/.test(path.field("function")?.text() ?? "")) return undefined;
      const given = match.field("arguments")?.namedChildren() ?? [];
      if (given.some((each) => each.kind() === "object")) return undefined;
      const names = path.field("arguments")?.namedChildren() ?? [];
      const last = names.at(-1);
      const folders = names.slice(0, -1).map((each) => each.text());
      if (!last || folders.length === 0) return undefined;
      const root = folders.length === 1 ? folders[0] : `${path.field("function")?.text()}(${folders.join(", ")})`;
      const { start, end } = path.range();
      return { edits: [{ start: start.index, end: end.index, text: `${last.text()}, { root: ${root} }` }] };
    },
  };
}
