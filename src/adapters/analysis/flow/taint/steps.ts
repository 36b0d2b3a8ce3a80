import type { SgNode } from "../../parse.ts";
import type { Call } from "../syntax/syntax.ts";
import { isNumberVerb, safeAfter } from "./beginnings.ts";
import type { Inputs, Step } from "./models.ts";
import { CLEAN, union, without, type Taint } from "./taint.ts";

export type Steps = {
  /** What goes into a call and counts. */
  inputsOf: (call: Call, from: Inputs) => Taint;
  /** What comes out of a call that hands on what goes in, by all that is said of it. */
  ofSteps: (node: SgNode, call: Call, steps: readonly Step[]) => Taint;
};

export function openSteps(evaluate: (node: SgNode) => Taint, beginningOf: (node: SgNode) => string | undefined): Steps {
  function ofSteps(node: SgNode, call: Call, steps: readonly Step[]): Taint {
    const [step] = steps;
    const [format, ...values] = call.arguments;
    if (!step) return CLEAN;
    const literal = step.formats && format ? beginningOf(format.value) : undefined;
    const taint =
      literal === undefined
        ? inputsOf(call, step.from)
        : union(values.filter((_, at) => !isNumberVerb(literal, at)).map((each) => evaluate(each.value)));
    if (taint.size === 0) return taint;
    const meets = ({ beginning, with: written }: Step): boolean =>
      (!beginning || (format !== undefined && beginning.test(beginningOf(format.value) ?? ""))) &&
      (!written || written.test(writtenArguments(node)));
    const safe = steps.reduce((bits, each) => (meets(each) ? bits | each.safe : bits), 0);
    const fixedBeginning = literal === undefined ? 0 : safeAfter(literal.replace(/%[^%][\s\S]*$/, ""));
    return without(taint, safe | fixedBeginning);
  }

  function inputsOf(call: Call, from: Inputs): Taint {
    const taken = (each: Call["arguments"][number], at: number): boolean =>
      typeof from === "string"
        ? from !== "receiver"
        : from.includes(at) || (each.name !== undefined && from.includes(each.name));
    const inputs = call.arguments.filter(taken).map((each) => evaluate(each.value));
    const withReceiver = call.receiver && (from === "receiver" || from === "all");
    return union(withReceiver && call.receiver ? [...inputs, evaluate(call.receiver)] : inputs);
  }

  return { inputsOf, ofSteps };
}

function writtenArguments(node: SgNode): string {
  return node.field("arguments")?.text().slice(0, 200) ?? "";
}
