import { expect, it } from "@jest/globals";
import { withNotLast } from "../../../../src/adapters/analysis/rules/not-last.ts";

it("asks what a rule excludes after what it is related to", () => {
  const rule = { kind: "call", has: { field: "function", regex: "^f$" }, not: { has: { kind: "string" } } };

  expect(withNotLast(rule)).toEqual({
    all: [{ kind: "call", has: { field: "function", regex: "^f$" } }, { not: { has: { kind: "string" } } }],
  });
});

it("leaves a relation's own keys where they are", () => {
  const rule = { inside: { stopBy: "end", field: "body", has: { kind: "a" }, not: { kind: "b" } } };

  expect(withNotLast(rule)).toEqual({
    inside: { stopBy: "end", field: "body", all: [{ has: { kind: "a" } }, { not: { kind: "b" } }] },
  });
});

it("leaves a rule without relations as it is", () => {
  const rule = { kind: "call", not: { kind: "string" }, any: [{ regex: "a" }] };

  expect(withNotLast(rule)).toEqual(rule);
});
