import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";
import type { SgNode } from "../../parse.ts";

const Options = z.strictObject({});

/** Flask: `send_file(os.path.join(folder, name))` becomes `send_from_directory(folder, name)`, which refuses to leave the folder. */
export const sendFromDirectory: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["send_from_directory", "flask"],
    fix({ match }) {
      const callee = match.field("function");
      const path = match.field("arguments")?.namedChildren()[0];
      if (!callee || !path?.is("call") || !/^(?:flask\.)?send_file$/.test(callee.text())) return undefined;
      const parts = path.field("arguments")?.namedChildren() ?? [];
      const [folder, name] = parts;
      if (path.field("function")?.text() !== "os.path.join" || !folder || !name || parts.length !== 2) return undefined;
      const isWhole = callee.text().startsWith("flask.");
      return {
        edits: [
          edit(callee, isWhole ? "flask.send_from_directory" : "send_from_directory"),
          edit(path, `${folder.text()}, ${name.text()}`),
        ],
        imports: isWhole ? [] : ["from flask import send_from_directory"],
      };
    },
  };
};

function edit(node: SgNode, text: string) {
  const { start, end } = node.range();
  return { start: start.index, end: end.index, text };
}
