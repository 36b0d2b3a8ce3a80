import { describe, expect, it } from "@jest/globals";
import { failureReason } from "../../../src/adapters/analysis/failure-reason.ts";
import { UserError } from "../../../src/core/errors.ts";

describe("the reason for people", () => {
  it("names what the operator can mend", () => {
    expect(failureReason(new UserError("rules/a.yml: severity: not one of low, high"))).toBe(
      "rules/a.yml: severity: not one of low, high",
    );
  });

  it("says that a file is nested too deeply", () => {
    const descend = (): number => descend() + 1;
    let overflow: unknown;
    try {
      descend();
    } catch (error) {
      overflow = error;
    }

    expect(failureReason(overflow)).toBe("nested too deeply");
  });

  it("holds no code: a message may quote it", () => {
    const reason = failureReason(new TypeError("unexpected `password = hunter2` at leak.ts:7"));

    expect(reason).toMatch(/^the analyser failed \(TypeError at failure-reason\.test\.ts:\d+\)$/);
  });

  it("is there for whatever was thrown", () => {
    expect(failureReason("password = hunter2")).toBe("the analyser failed");
  });
});
